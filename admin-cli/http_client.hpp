// One HTTP/1.1 request at a time to one server, answers in memory or streamed. Blocks the caller; sends the
// body and reads the answer at the same time, so that a server may answer line by line while it is still
// being sent to. Each request has its own connection. Not thread-safe; owns its threads.
#pragma once
#include "admin-cli/server_address.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace greffe::cli {

struct http_request {
    std::string method = "GET";
    std::string target; ///< path and query, percent-encoded
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::chrono::seconds patience{60}; ///< without a byte in either direction
};

struct http_answer {
    int status = 0;
    std::string content_type;
    std::string body; ///< empty when a sink took it
};

/// Gives the next piece of a body to send; empty: that was all. Called on another thread than the caller's,
/// one call at a time; must give up soon, with an empty piece, once `stopping` answers true.
using body_source = std::function<std::string(const std::function<bool()>& stopping)>;
/// Takes a piece of the body of a 2xx answer. What it throws ends the request and comes out of send().
using body_sink = std::function<void(std::string_view)>;

class http_client {
  public:
    explicit http_client(server_address server);

    /// Any answer of the server is an answer, whatever its status. Throws failure (unreachable): no
    /// connection, or one that broke or fell silent before the answer was whole.
    http_answer send(const http_request& request, const body_sink& sink = {},
                     const body_source& source = {}) const;

  private:
    server_address server_;
};

} // namespace greffe::cli
