// How long, how much and how often a client may: nothing waits without a deadline, nothing is held without a
// bound. Values. docs/operations.md tells operators those that they can set.
#pragma once
#include "server/domain/role.hpp"
#include "server/platform/ip_address.hpp"
#include "server/platform/rate.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

namespace greffe::http {

struct limits {
    // connections
    std::size_t connections = 4096;
    std::size_t connections_per_address = 512; ///< but of this machine's own and of trusted proxies
    std::size_t farewells = 64;                ///< refused connections at a time that still get their answer
    std::vector<platform::ip_network> trusted_proxies{};
    bool local_stands_for_many = true; ///< a connection from this machine is a proxy's, not a client's
    std::chrono::milliseconds idle_enough = std::chrono::seconds{1}; ///< to make room for another connection

    // time
    std::chrono::milliseconds idle = std::chrono::seconds{75}; ///< between two requests
    std::chrono::milliseconds header =
        std::chrono::seconds{10}; ///< from a request's first byte to its last header
    std::chrono::milliseconds body =
        std::chrono::seconds{15};  ///< for the body of a route that does not stream, and a second for every…
    std::size_t slowest = 8 << 10; ///< …so many bytes; of an answer likewise, after `write`
    std::chrono::milliseconds request = std::chrono::seconds{30}; ///< from the body's end to the answer
    std::chrono::milliseconds write = std::chrono::seconds{30};   ///< without a byte taken by the client
    std::chrono::milliseconds stall =
        std::chrono::seconds{60}; ///< of a stream, without a byte in either direction
    std::chrono::milliseconds linger =
        std::chrono::seconds{2}; ///< reading on after a refusal, so that it arrives

    // memory and descriptors; "one" is one key
    std::size_t header_bytes = 16 << 10;
    std::size_t uncounted = 16 << 10; ///< of a body or an answer; what is over counts as in flight
    std::size_t bytes_in_flight = 64 << 20;
    std::size_t bytes_of_one = 32 << 20;
    std::size_t streams = 32; ///< imports and exports: each may hold a file
    std::size_t streams_of_one = 8;
    std::size_t import_lines = 1024; ///< in flight, of one import: a batch for each of the store's writers
    std::size_t import_bytes = 8 << 20;

    // at the database
    std::size_t turns = 7; ///< requests at work there at a time; the rest wait in a line for each key
    std::size_t turns_of_one = 6;
    std::size_t turns_of_one_beside_others = 1;
    std::size_t waiting = 512;
    std::size_t waiting_of_one = 256;
    std::chrono::milliseconds turn_wait = std::chrono::seconds{5};

    // rate
    platform::rate of_address{.per_second = 50, .burst = 500}; ///< of requests without a good key
    /// Of a key, by role. A publisher's site sends all its readers through one key.
    std::array<platform::rate, domain::all_roles.size()> of_role{{
        {},                                 // publisher
        {.per_second = 50, .burst = 500},   // reporter
        {.per_second = 100, .burst = 1000}, // moderator
        {.per_second = 100, .burst = 1000}, // supervisor
        {.per_second = 100, .burst = 1000}, // archivist
        {},                                 // admin
    }};
    platform::rate of_role_of(domain::role r) const { return of_role[static_cast<std::size_t>(r)]; }
};

} // namespace greffe::http
