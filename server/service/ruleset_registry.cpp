#include "server/service/ruleset_registry.hpp"

#include <algorithm>

namespace greffe::service {

std::shared_ptr<const active_ruleset> ruleset_registry::of(domain::site_id site) const {
    const std::lock_guard lock(mutex_);
    const auto found = active_.find(site);
    return found == active_.end() ? nullptr : found->second;
}

void ruleset_registry::replace(domain::site_id site, std::shared_ptr<const active_ruleset> with) {
    const std::lock_guard lock(mutex_);
    active_[site].swap(with); // the old one, if this was its last holder, is destroyed after the lock
}

std::map<domain::site_id, std::int64_t> ruleset_registry::versions() const {
    const std::lock_guard lock(mutex_);
    std::map<domain::site_id, std::int64_t> held;
    for (const auto& [site, active] : active_) held[site] = active->version;
    return held;
}

bool ruleset_registry::all_compiled() const {
    const std::lock_guard lock(mutex_);
    return std::ranges::all_of(active_, [](const auto& entry) { return entry.second->rules != nullptr; });
}

} // namespace greffe::service
