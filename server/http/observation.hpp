// What the sessions tell about their work; app/ makes log lines and metrics of it. Never tokens, bodies or
// raw targets: a path is told by its template, because the ids in it may be a reader's.
#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace greffe::http {

struct request_seen {
    std::string_view request_id;
    std::string_view method;
    std::string_view route; ///< the template; empty: none was found
    unsigned status = 0;
    std::chrono::nanoseconds took{};
    std::string key{};       ///< the key's id; empty: no key
    std::string_view code{}; ///< of the problem, when it is one
};

/// Called from any thread; must not block for long.
struct observer {
    std::function<void(const request_seen&)> request;
    std::function<void(std::string_view request_id, std::string_view what)> internal_error;
    std::function<void(std::string_view what)> accept_error;
};

} // namespace greffe::http
