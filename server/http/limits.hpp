// How long and how much a connection may: nothing waits without a deadline. Values.
#pragma once
#include <chrono>
#include <cstddef>

namespace greffe::http {

struct limits {
    std::size_t connections = 2048;
    std::size_t header_bytes = 16 << 10;
    std::chrono::milliseconds idle = std::chrono::seconds{75}; ///< between two requests
    std::chrono::milliseconds header =
        std::chrono::seconds{10}; ///< from a request's first byte to its last header
    std::chrono::milliseconds body =
        std::chrono::seconds{30}; ///< the whole body of a route that does not stream
    std::chrono::milliseconds request = std::chrono::seconds{30}; ///< from the body's end to the answer
    std::chrono::milliseconds write = std::chrono::seconds{30};   ///< without a byte taken by the client
    std::chrono::milliseconds stall =
        std::chrono::seconds{60}; ///< of a stream, without a byte in either direction
    std::chrono::milliseconds linger =
        std::chrono::seconds{2};    ///< reading on after a refusal, so that it arrives
    std::size_t import_lines = 512; ///< in flight, of one import
    std::size_t import_bytes = 32 << 20;
};

} // namespace greffe::http
