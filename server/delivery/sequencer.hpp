// Gives committed events their places in the log, run by run, as long as this server lives; the store lets
// one server at a time do it, so any number of sequencers may run. Used by one background loop.
#pragma once
#include "server/delivery/log_meter.hpp"

namespace greffe::delivery {

/// After how long to look again: at once after a full batch, soon while events come, within half a second
/// always.
std::chrono::milliseconds pause_after(const service::ports::sequencing& run);

class sequencer {
  public:
    sequencer(service::ports::log_store& store, log_meter& tells, int batch = 5000);

    /// One run; answers after how long to do the next.
    boost::asio::awaitable<std::chrono::milliseconds> beat();

  private:
    service::ports::log_store& store_;
    log_meter& tells_;
    const int batch_;
};

} // namespace greffe::delivery
