// Wakes followers when their site has a newer change: one look at the database for all that wait on this
// server, and none while nobody waits. A waiting follower is an entry in a list and a timer on its own
// executor. Thread-safe; outlives everyone who waits.
#pragma once
#include "server/service/ports/change_store.hpp"
#include "server/service/ports/change_tail.hpp"

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>

namespace greffe::delivery {

class tail_watcher final : public service::ports::change_tail {
  public:
    explicit tail_watcher(service::ports::change_store& store) : store_(store) {}

    boost::asio::awaitable<bool> wait(domain::site_id site, std::int64_t from,
                                      std::chrono::milliseconds at_most) override;

    /// One look; answers after how long to do the next.
    boost::asio::awaitable<std::chrono::milliseconds> beat();
    /// Everyone who waits goes on at once, and nobody waits any more.
    void drain();
    std::size_t waiting() const;

  private:
    struct waiter;
    using waiters = std::list<std::shared_ptr<waiter>>;
    class place;

    std::vector<domain::site_id> watched() const;
    static void wake(std::shared_ptr<waiter> who, bool newer);

    service::ports::change_store& store_;
    mutable std::mutex mutex_;
    waiters waiting_;
    bool draining_ = false;
};

} // namespace greffe::delivery
