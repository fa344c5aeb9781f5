#include "server/platform/clock.hpp"

namespace greffe::platform {

std::chrono::sys_time<std::chrono::microseconds> now_utc() {
    return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

} // namespace greffe::platform
