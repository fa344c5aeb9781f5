// A bound on the time of one step: far above what it takes with sanitizers on, so that only what grows faster
// than its input exceeds it.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <string>
#include <string_view>

namespace greffe::test {

inline constexpr std::chrono::seconds longest_step{30};

/// Of this thread alone: what else a machine has to do fails no test.
inline std::chrono::nanoseconds processor_time() {
    std::timespec spent{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

/// Fails the test if its scope took longer than longest_step; `input` must outlive it.
class time_limit {
  public:
    explicit time_limit(std::string_view input) : input_(input), start_(processor_time()) {}
    time_limit(const time_limit&) = delete;
    time_limit& operator=(const time_limit&) = delete;
    ~time_limit() {
        const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(processor_time() - start_);
        EXPECT_LE(spent.count(), std::chrono::milliseconds(longest_step).count())
            << "milliseconds, for " << input_.size() << " bytes: " << input_.substr(0, 200);
    }

  private:
    std::string_view input_;
    std::chrono::nanoseconds start_;
};

} // namespace greffe::test
