#include "server/delivery/tail_watcher.hpp"

#include "server/delivery/background.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace greffe::delivery {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

class newest_by_site final : public service::ports::change_store {
  public:
    void set(domain::site_id site, std::int64_t log_index) {
        const std::lock_guard lock(mutex_);
        newest_[site] = log_index;
    }
    std::atomic<int> looks = 0;
    std::atomic<bool> away = false;

    asio::awaitable<service::ports::change_range> changes(domain::site_id, std::int64_t, int) override {
        co_return service::ports::change_range{};
    }
    asio::awaitable<std::map<domain::site_id, std::int64_t>>
    newest(std::vector<domain::site_id> sites) override {
        ++looks;
        if (away) throw service::ports::store_unavailable("away");
        std::map<domain::site_id, std::int64_t> found;
        const std::lock_guard lock(mutex_);
        for (const auto& site : sites)
            if (newest_.contains(site)) found[site] = newest_[site];
        co_return found;
    }

  private:
    std::mutex mutex_;
    std::map<domain::site_id, std::int64_t> newest_;
};

domain::site_id site_number(int number) {
    return domain::site_id::parse("00000000-0000-7000-8000-00000000000" + std::to_string(number)).value();
}

struct world {
    newest_by_site store;
    tail_watcher tail{store};
    asio::thread_pool followers{2}; // before the thread that wakes ends, after whom it wakes
    background loops;

    world() {
        loops.add("tail", [this] { return tail.beat(); });
        loops.start();
    }
    ~world() {
        tail.drain();
        loops.stop();
        followers.join();
    }
    std::future<bool> wait(domain::site_id site, std::int64_t from, std::chrono::milliseconds at_most) {
        auto started =
            asio::co_spawn(asio::make_strand(followers), tail.wait(site, from, at_most), asio::use_future);
        return started;
    }
    void until_waiting(std::size_t count) const {
        while (tail.waiting() != count) std::this_thread::yield();
    }
};

TEST(TailWatcher, WakesThoseWhoseSiteHasANewerChange) {
    world w;
    w.store.set(site_number(1), 4);
    w.store.set(site_number(2), 90);
    auto first = w.wait(site_number(1), 5, 60s);
    auto second = w.wait(site_number(1), 5, 60s);
    auto later = w.wait(site_number(1), 6, 60s);
    auto other = w.wait(site_number(2), 91, 60s);
    w.until_waiting(4);
    w.store.set(site_number(1), 5);
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(second.get());
    EXPECT_EQ(later.wait_for(0s), std::future_status::timeout);
    EXPECT_EQ(other.wait_for(0s), std::future_status::timeout);
    w.store.set(site_number(1), 100);
    EXPECT_TRUE(later.get());
    w.until_waiting(1);
}

TEST(TailWatcher, MissesNoChangeThatCameBeforeTheWait) {
    world w;
    w.store.set(site_number(1), 7);
    EXPECT_TRUE(w.wait(site_number(1), 7, 60s).get());
}

TEST(TailWatcher, LetsAWaitEndWithoutAChange) {
    world w;
    EXPECT_FALSE(w.wait(site_number(1), 0, 1ms).get());
    EXPECT_EQ(w.tail.waiting(), 0u);
}

TEST(TailWatcher, AnswersEverybodyAtOnceWhenTheServerDrains) {
    world w;
    std::vector<std::future<bool>> all;
    for (int i = 0; i < 50; ++i) all.push_back(w.wait(site_number(i % 5), 0, 1h));
    w.until_waiting(50);
    w.tail.drain();
    for (auto& one : all) EXPECT_FALSE(one.get());
    EXPECT_FALSE(w.wait(site_number(1), 0, 1h).get()) << "and nobody begins to wait";
}

TEST(TailWatcher, LooksAgainAfterTheDatabaseWasAway) {
    world w;
    w.store.away = true;
    auto waits = w.wait(site_number(1), 0, 1h);
    w.until_waiting(1);
    const int before = w.store.looks;
    while (w.store.looks == before) std::this_thread::yield();
    w.store.set(site_number(1), 0);
    w.store.away = false;
    EXPECT_TRUE(waits.get());
}

TEST(TailWatcher, AsksNothingWhileNobodyWaits) {
    newest_by_site store;
    tail_watcher tail(store);
    asio::io_context here;
    auto beaten = asio::co_spawn(here, tail.beat(), asio::use_future);
    here.run();
    EXPECT_GT(beaten.get(), 0ms);
    EXPECT_EQ(store.looks, 0);
}

} // namespace
} // namespace greffe::delivery
