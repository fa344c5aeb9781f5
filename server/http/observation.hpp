// What the sessions tell about their work; app/ makes log lines and metrics of it. Never tokens, bodies or
// raw targets: a path is told by its template, because the ids in it may be a reader's.
#pragma once
#include <array>
#include <chrono>
#include <cstddef>
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

/// The bound that a client was stopped by.
enum class bound {
    connections,            ///< in all
    connections_of_address, ///< of its address
    idle_for_room,          ///< idle, it made room for another
    rate_of_key,            ///< 429
    rate_of_address,        ///< 429, without a good key
    bytes,                  ///< of bodies and answers in memory
    streams,                ///< imports and exports at a time
    turns,                  ///< requests that wait for the database
    queue,                  ///< of the store itself
    slow_request,           ///< a header or a body that does not come
    slow_reader,            ///< an answer that is not taken
};
inline constexpr std::array<std::string_view, 11> bound_names{"connections",     "connections_of_address",
                                                              "idle_for_room",   "rate_of_key",
                                                              "rate_of_address", "bytes",
                                                              "streams",         "turns",
                                                              "queue",           "slow_request",
                                                              "slow_reader"};
inline std::string_view to_string(bound b) {
    return bound_names[static_cast<std::size_t>(b)];
}

/// Called from any thread; must not block for long.
struct observer {
    std::function<void(const request_seen&)> request;
    std::function<void(std::string_view request_id, std::string_view what)> internal_error;
    std::function<void(std::string_view what)> accept_error;
    std::function<void(bound)> stopped;
};

} // namespace greffe::http
