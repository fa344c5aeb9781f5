// The clocks of the program. Leases and expiry use the database's clock instead. Safe from any thread.
#pragma once
#include <chrono>

namespace greffe::platform {

/// The time of day, UTC, in whole microseconds as PostgreSQL keeps them.
std::chrono::sys_time<std::chrono::microseconds> now_utc();

/// Runs from its making: for durations that a change of the time of day must not touch.
class stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

} // namespace greffe::platform
