// Mints UUIDs of version 7 (RFC 9562): 48 bits of Unix milliseconds, 12 bits of the fraction of the
// millisecond (method 3 of section 6.2), 62 random bits. Strictly increasing within the process, also when
// the clock steps back. Thread-safe.
#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

namespace greffe::platform {

class uuid_source {
  public:
    using time = std::chrono::sys_time<std::chrono::microseconds>;
    uuid_source();
    explicit uuid_source(std::function<time()> clock);

    std::array<std::uint8_t, 16> next();

  private:
    std::function<time()> clock_;
    std::atomic<std::uint64_t> last_ = 0; ///< the 60 bits of time of the last one
};

} // namespace greffe::platform
