// The server's API as the commands use it: JSON in, JSON out, the key sent along, refusals as exceptions.
// Remembers nothing. Not thread-safe.
#pragma once
#include "admin-cli/http_client.hpp"
#include "admin-cli/object_name.hpp"
#include "admin-cli/outcome.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::cli {

/// The server said no.
class refusal : public failure {
  public:
    /// `hint`: a further line for the person, or empty.
    refusal(boost::json::object problem, const std::string& hint);
    const boost::json::object& problem() const { return problem_; }

  private:
    boost::json::object problem_;
};

/// Where an article or comment is found in paths below /v1.
struct location {
    std::string site; ///< name or id
    std::string external_id;
    std::string id;
};

class server_api {
  public:
    server_api(server_address server, std::string key);

    /// Paths are below /v1, percent-encoded, with their query. Throws refusal, or failure (unreachable).
    boost::json::value get(const std::string& path) const;
    boost::json::value post(const std::string& path, const boost::json::object& body,
                            const std::optional<std::string>& idempotency_key = {}) const;
    boost::json::value put(const std::string& path, std::string_view media_type, std::string body) const;
    boost::json::value post(const std::string& path, std::string_view media_type, std::string body) const;
    boost::json::value patch(const std::string& path, const boost::json::object& body) const;
    void remove(const std::string& path) const;

    /// The answer piece by piece; what is sent (when there is a source) goes out as `media_type`. `silence`
    /// is how long the server may say nothing.
    http_answer stream(const std::string& method, const std::string& path, std::string_view media_type,
                       const body_sink& sink, const body_source& source, std::chrono::seconds silence) const;

    /// Asks the server for what a name leaves out. Throws like get(); refusal (not_found) when there is no
    /// such object.
    location locate_comment(const object_name& name) const;
    location locate_article(const object_name& name) const;
    /// Every item of a list, page after page, until `take` answers false. Throws like get().
    void each_item(const std::string& path,
                   const std::function<bool(const boost::json::object&)>& take) const;

  private:
    http_request request(std::string method, const std::string& path) const;
    /// Throws refusal unless the status is 2xx.
    void accept(const http_answer& answer) const;
    boost::json::value ask(const http_request& what) const;

    server_address server_;
    http_client client_;
    std::string key_;
};

/// A fresh Idempotency-Key: 128 random bits.
std::string new_idempotency_key();

} // namespace greffe::cli
