#include "server/http/rate_limiter.hpp"

#include <algorithm>

namespace greffe::http {

namespace {

rate_limiter::clock::duration in_ticks(double seconds) {
    return std::chrono::duration_cast<rate_limiter::clock::duration>(std::chrono::duration<double>(seconds));
}

} // namespace

std::optional<rate_limiter::clock::duration>
rate_limiter::take(const client_name& who, platform::rate allowed, clock::time_point now) {
    if (allowed.per_second <= 0) return std::nullopt;
    const auto one = in_ticks(1 / allowed.per_second);
    const auto all = in_ticks(std::max(1.0, allowed.burst) / allowed.per_second);
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(who);
    if (found == by_name_.end()) {
        if (by_use_.size() >= most_) {
            by_name_.erase(by_use_.back().who);
            by_use_.pop_back();
        }
        by_use_.push_front({.who = who, .full_at = now + one});
        by_name_.emplace(who, by_use_.begin());
        return std::nullopt;
    }
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    bucket& mine = *found->second;
    const auto full_at = std::max(mine.full_at, now) + one;
    if (full_at - now > all) return full_at - now - all;
    mine.full_at = full_at;
    return std::nullopt;
}

void rate_limiter::give_back(const client_name& who, platform::rate allowed) {
    if (allowed.per_second <= 0) return;
    const std::lock_guard lock(mutex_);
    const auto found = by_name_.find(who);
    if (found != by_name_.end()) found->second->full_at -= in_ticks(1 / allowed.per_second);
}

std::size_t rate_limiter::clients() const {
    const std::lock_guard lock(mutex_);
    return by_use_.size();
}

} // namespace greffe::http
