#include "server/delivery/tail_watcher.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <set>

namespace greffe::delivery {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds between_polls{150};

} // namespace

struct tail_watcher::waiter {
    domain::site_id site;
    std::int64_t from = 0;
    asio::steady_timer timer; // with `newer`, of the follower's executor
    bool newer = false;
};

/// A waiter's entry in the list, for as long as its coroutine stands there; also when that is destroyed.
class tail_watcher::place {
  public:
    place(tail_watcher& in, std::shared_ptr<waiter> who) : in_(in) {
        const std::lock_guard lock(in_.mutex_);
        taken_ = !in_.draining_;
        if (taken_) at_ = in_.waiting_.insert(in_.waiting_.end(), std::move(who));
    }
    ~place() {
        if (!taken_) return;
        const std::lock_guard lock(in_.mutex_);
        in_.waiting_.erase(at_);
    }
    place(const place&) = delete;
    place& operator=(const place&) = delete;
    bool taken() const { return taken_; }

  private:
    tail_watcher& in_;
    bool taken_ = false;
    waiters::iterator at_{};
};

asio::awaitable<bool> tail_watcher::wait(domain::site_id site, std::int64_t from,
                                         std::chrono::milliseconds at_most) {
    const auto executor = co_await asio::this_coro::executor;
    const auto me =
        std::make_shared<waiter>(waiter{.site = site, .from = from, .timer = asio::steady_timer(executor)});
    me->timer.expires_after(at_most);
    const place listed(*this, me);
    if (!listed.taken()) co_return false;
    // Whoever wakes does it by the follower's executor, so not between here and the wait.
    co_await me->timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return me->newer;
}

asio::awaitable<std::chrono::milliseconds> tail_watcher::beat() {
    auto sites = watched();
    if (sites.empty()) co_return between_polls;
    const auto newest = co_await store_.newest(std::move(sites));
    waiters due;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& who : waiting_)
            if (const auto found = newest.find(who->site);
                found != newest.end() && found->second >= who->from)
                due.push_back(who);
    }
    for (auto& who : due) wake(std::move(who), true);
    co_return between_polls;
}

void tail_watcher::drain() {
    waiters all;
    {
        const std::lock_guard lock(mutex_);
        draining_ = true;
        all = waiting_;
    }
    for (auto& who : all) wake(std::move(who), false);
}

std::size_t tail_watcher::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
}

std::vector<domain::site_id> tail_watcher::watched() const {
    std::set<domain::site_id> sites;
    const std::lock_guard lock(mutex_);
    for (const auto& who : waiting_) sites.insert(who->site);
    return {sites.begin(), sites.end()};
}

void tail_watcher::wake(std::shared_ptr<waiter> who, bool newer) {
    const auto executor = who->timer.get_executor();
    asio::post(executor, [who = std::move(who), newer] {
        who->newer = who->newer || newer;
        who->timer.cancel();
    });
}

} // namespace greffe::delivery
