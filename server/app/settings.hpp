// What a server is made with: what its operator said, and the bounds that only tests change. Values.
#pragma once
#include "server/http/limits.hpp"
#include "server/platform/config.hpp"

#include <chrono>

namespace greffe::app {

struct settings {
    platform::server_options options{};
    http::limits bounds{};
    std::size_t queue_items = 4096; ///< comments that may wait for one writer
    std::chrono::milliseconds database_patience =
        std::chrono::seconds{60}; ///< for a database that is away at the start
    std::chrono::milliseconds drain_patience =
        std::chrono::seconds{20}; ///< for requests that run at the stop
};

} // namespace greffe::app
