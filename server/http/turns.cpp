#include "server/http/turns.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace greffe::http {

namespace asio = boost::asio;

struct turns::place {
    place(const client_name& of, const asio::any_io_executor& strand) : who(of), timer(strand) {}
    client_name who;
    asio::steady_timer timer; ///< of the waiting coroutine's strand
    bool granted = false;     ///< under the mutex
};

void turns::note(const client_name& who) {
    if (last_.who != who) before_last_ = std::exchange(last_, {who});
    last_.at = clock::now();
}

std::size_t turns::bound_of(const client_name& who) const {
    const asked& other = last_.who == who ? before_last_ : last_;
    const bool alone = !other.who || clock::now() - other.at > std::chrono::seconds{1};
    return alone ? bounds_.of_one : bounds_.of_one_beside_others;
}

std::optional<turns::turn> turns::begin(const client_name& who, const asio::any_io_executor& strand,
                                        std::shared_ptr<place>& waits) {
    const std::lock_guard lock(mutex_);
    note(who);
    const auto mine = of_.try_emplace(who).first;
    line& l = mine->second;
    if (at_work_ < bounds_.at_once && l.at_work < bound_of(who)) {
        ++at_work_;
        ++l.at_work;
        return turn(*this, who);
    }
    if (waiting_ < bounds_.waiting && l.waiting.size() < bounds_.waiting_of_one) {
        waits = std::make_shared<place>(who, strand);
        if (l.waiting.empty()) rotation_.push_back(who);
        l.waiting.push_back(waits);
        ++waiting_;
    }
    forget_if_empty(mine);
    return std::nullopt;
}

asio::awaitable<std::optional<turns::turn>> turns::take(client_name who, std::chrono::milliseconds at_most) {
    const auto strand = co_await asio::this_coro::executor;
    std::shared_ptr<place> mine;
    auto at_once = begin(who, strand, mine);
    if (at_once || !mine) co_return at_once;

    // Also when the coroutine is destroyed while it waits: a place must not outlive its strand.
    struct waiting_place {
        turns& in;
        std::shared_ptr<place> mine;
        ~waiting_place() { in.leave(mine); }
    };
    std::optional<turn> granted;
    {
        const waiting_place here{*this, mine};
        mine->timer.expires_after(at_most);
        co_await mine->timer.async_wait(asio::as_tuple(asio::use_awaitable));
        const std::lock_guard lock(mutex_);
        if (mine->granted) granted.emplace(turn(*this, who));
    }
    co_return granted;
}

void turns::leave(const std::shared_ptr<place>& waits) {
    const std::lock_guard lock(mutex_);
    if (waits->granted) return;
    const auto mine = of_.find(waits->who);
    auto& line = mine->second.waiting;
    line.erase(std::ranges::find(line, waits));
    --waiting_;
    if (line.empty()) rotation_.remove(waits->who);
    forget_if_empty(mine);
}

void turns::give_back(const client_name& who) {
    const std::lock_guard lock(mutex_);
    const auto mine = of_.find(who);
    --mine->second.at_work;
    --at_work_;
    serve_next();
    forget_if_empty(mine);
}

void turns::serve_next() {
    for (auto at = rotation_.begin(); at != rotation_.end() && at_work_ < bounds_.at_once;) {
        line& l = of_.find(*at)->second;
        if (l.at_work >= bound_of(*at)) {
            ++at;
            continue;
        }
        const auto next = l.waiting.front();
        l.waiting.pop_front();
        --waiting_;
        ++l.at_work;
        ++at_work_;
        next->granted = true;
        asio::post(next->timer.get_executor(), [next] { next->timer.cancel(); });
        const auto served = at++;
        if (l.waiting.empty())
            rotation_.erase(served);
        else
            rotation_.splice(rotation_.end(), rotation_, served);
    }
}

void turns::forget_if_empty(lines::iterator of) {
    if (of->second.at_work == 0 && of->second.waiting.empty()) of_.erase(of);
}

std::size_t turns::waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_;
}

} // namespace greffe::http
