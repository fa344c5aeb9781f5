#include "server/http/connections.hpp"

#include <vector>

namespace greffe::http {

connections::ticket::~ticket() {
    const std::lock_guard lock(from_.mutex_);
    if (listed_) from_.drains_.erase(place_);
    if (--from_.count_ == 0) from_.empty_.notify_all();
}

std::shared_ptr<connections::ticket> connections::enter(std::function<void()> drain) {
    auto made = enter();
    bool late = false;
    {
        const std::lock_guard lock(mutex_);
        made->place_ = drains_.insert(drains_.end(), drain);
        made->listed_ = true;
        late = draining_;
    }
    if (late) drain();
    return made;
}

std::shared_ptr<connections::ticket> connections::enter() {
    std::shared_ptr<ticket> made(new ticket(*this));
    const std::lock_guard lock(mutex_);
    ++count_;
    return made;
}

void connections::drain() {
    std::vector<std::function<void()>> all;
    {
        const std::lock_guard lock(mutex_);
        draining_ = true;
        all.assign(drains_.begin(), drains_.end());
    }
    for (const auto& one : all) one();
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
