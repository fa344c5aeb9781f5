// What operators see of the log: told by the sequencer, and measured in the database every few seconds.
// Thread-safe.
#pragma once
#include "server/delivery/drain_clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <mutex>

namespace greffe::delivery {

struct log_standing {
    std::int64_t entries = 0;                      ///< of the log, over all sites
    std::chrono::duration<double> lag{};           ///< what was committed longer ago is in the log
    std::int64_t waiting = 0;                      ///< events without a place, counted up to 100,000
    std::chrono::duration<double> oldest_change{}; ///< its age; 0 without one
};

class log_meter {
  public:
    explicit log_meter(service::ports::log_store& store);

    void learn(const service::ports::sequencing& run, drain_clock::time begun);
    /// Measures; answers after how long to do so again.
    boost::asio::awaitable<std::chrono::milliseconds> beat();
    log_standing standing() const;

  private:
    service::ports::log_store& store_;
    mutable std::mutex mutex_;
    drain_clock clock_;
    log_standing known_;
};

} // namespace greffe::delivery
