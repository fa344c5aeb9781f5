#include "server/http/allotment.hpp"

namespace greffe::http {

allotment::lack allotment::grow(share& mine, std::size_t by) {
    return grow(mine, by, false);
}

allotment::lack allotment::grow_for_many(share& mine, std::size_t by) {
    return grow(mine, by, true);
}

allotment::lack allotment::grow(share& mine, std::size_t by, bool stands_for_many) {
    if (by == 0) return lack::none;
    const std::lock_guard lock(mutex_);
    if (in_all_ - taken_ < by) return lack::in_all;
    const auto held = of_.find(mine.who_);
    const std::size_t has = held == of_.end() ? 0 : held->second;
    if (!stands_for_many && (has > for_one_ || for_one_ - has < by)) return lack::for_one;
    of_[mine.who_] = has + by;
    taken_ += by;
    mine.amount_ += by;
    return lack::none;
}

std::size_t allotment::taken() const {
    const std::lock_guard lock(mutex_);
    return taken_;
}

std::size_t allotment::taken_by(const client_name& who) const {
    const std::lock_guard lock(mutex_);
    const auto held = of_.find(who);
    return held == of_.end() ? 0 : held->second;
}

void allotment::give_back(const client_name& who, std::size_t amount) {
    const std::lock_guard lock(mutex_);
    taken_ -= amount;
    const auto held = of_.find(who);
    held->second -= amount;
    if (held->second == 0) of_.erase(held);
}

} // namespace greffe::http
