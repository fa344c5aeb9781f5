// How far the log is behind: all that was committed longer ago than `lag` has its place in it. Every server
// can tell, whichever of them sequences. Pure but for the times it is given; not thread-safe.
#pragma once
#include "server/service/ports/log_store.hpp"

#include <chrono>

namespace greffe::delivery {

class drain_clock {
  public:
    using time = std::chrono::steady_clock::time_point;

    explicit drain_clock(time start) : drained_at_(start) {}
    /// `begun`: from before the run.
    void learn(const service::ports::sequencing& run, time begun);
    std::chrono::duration<double> lag(time now) const;

  private:
    time drained_at_;
};

} // namespace greffe::delivery
