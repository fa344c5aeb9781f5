// A request between its header and its answer; shared with a handler that outlives its deadline. On the
// strand.
#pragma once
#include "server/http/session.hpp"

#include <boost/beast/http/message.hpp>

#include <chrono>

namespace greffe::http {

struct session::request_in_hand {
    boost::beast::http::request_header<> header;
    std::string request_id;
    std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
    bool keep_alive = true;
    bool wants_continue = false;
    std::optional<call> asked{}; ///< once the route is found
    std::string allow{};         ///< of a 405
    std::optional<problem> trouble{};
    std::string code{}; ///< of the problem that was answered
    std::shared_ptr<connections::ticket> running{};
    allotment::share bytes{};  ///< of its body and its answer, beyond limits.uncounted
    allotment::share stream{}; ///< of a route that streams
    std::optional<turns::turn> turn{};
};

} // namespace greffe::http
