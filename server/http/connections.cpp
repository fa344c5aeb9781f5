#include "server/http/connections.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace greffe::http {

connections::ticket::~ticket() {
    const std::lock_guard lock(from_.mutex_);
    if (listed_) from_.listed_.erase(place_);
    if (--from_.count_ == 0) from_.empty_.notify_all();
}

std::shared_ptr<connections::ticket> connections::enter(std::function<void(farewell)> leave) {
    auto made = enter();
    bool late = false;
    {
        const std::lock_guard lock(mutex_);
        made->leave_ = leave;
        made->place_ = listed_.insert(listed_.end(), made.get());
        made->listed_ = true;
        late = draining_;
    }
    if (late) leave(farewell::server_stops);
    return made;
}

std::shared_ptr<connections::ticket> connections::enter() {
    std::shared_ptr<ticket> made(new ticket(*this));
    const std::lock_guard lock(mutex_);
    ++count_;
    return made;
}

void connections::drain() {
    std::vector<std::function<void(farewell)>> all;
    {
        const std::lock_guard lock(mutex_);
        draining_ = true;
        for (const ticket* each : listed_) all.push_back(each->leave_);
    }
    for (const auto& one : all) one(farewell::server_stops);
}

std::size_t connections::make_room(std::size_t at_most, clock::duration idle_for) {
    const auto idle_before = clock::now() - idle_for;
    std::vector<std::function<void(farewell)>> longest;
    {
        std::vector<std::pair<clock::time_point, const ticket*>> idle;
        const std::lock_guard lock(mutex_);
        for (const ticket* each : listed_)
            if (const auto since = each->idle_since_.load(); since <= idle_before)
                idle.emplace_back(since, each);
        const auto last = std::min(at_most, idle.size());
        std::ranges::partial_sort(idle, idle.begin() + static_cast<std::ptrdiff_t>(last));
        for (std::size_t i = 0; i < last; ++i) longest.push_back(idle[i].second->leave_);
    }
    for (const auto& one : longest) one(farewell::room_needed);
    return longest.size();
}

bool connections::draining() const {
    const std::lock_guard lock(mutex_);
    return draining_;
}

std::size_t connections::count() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

bool connections::wait_until_empty(std::chrono::milliseconds at_most) {
    std::unique_lock lock(mutex_);
    return empty_.wait_for(lock, at_most, [this] { return count_ == 0; });
}

} // namespace greffe::http
