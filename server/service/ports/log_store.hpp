// The log of all threads: events get their place in it here, once, after they are committed. Whatever follows
// the log (changes now; webhooks, streams, a Merkle tree) reads it by log_index and never the outbox.
// Implemented in store/; safe from any thread. Failures: see failure.hpp.
#pragma once
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace greffe::service::ports {

/// What one run of the sequencer found and did.
struct sequencing {
    enum class outcome {
        idle,      ///< nothing waited
        elsewhere, ///< another server's sequencer is at work
        took,      ///< `taken` events have their place
    };
    outcome did = outcome::idle;
    int taken = 0;
    bool drained = false;                        ///< nothing is left of what was committed before this run
    std::int64_t entries = 0;                    ///< of the log, after it
    std::chrono::duration<double> drained_ago{}; ///< since a run of any server drained it, before this one
};

struct log_measures {
    std::int64_t waiting = 0; ///< events without a place, counted as far as the caller wanted
    std::optional<std::chrono::duration<double>> oldest_change; ///< age of the oldest one that is kept
};

class log_store {
  public:
    virtual ~log_store() = default;
    /// Gives up to `limit` committed events consecutive places, those of a thread in their order, and takes
    /// them out of the outbox, in one transaction. One runner at a time among all servers.
    virtual boost::asio::awaitable<sequencing> sequence(int limit) = 0;
    virtual boost::asio::awaitable<log_measures> measure(std::int64_t count_at_most) = 0;
};

} // namespace greffe::service::ports
