#include "server/service/ruleset_registry.hpp"

#include <algorithm>
#include <utility>

namespace greffe::service {

std::shared_ptr<const active_ruleset> ruleset_registry::of(domain::site_id site) const {
    const std::lock_guard lock(mutex_);
    const auto found = active_.find(site);
    return found == active_.end() ? nullptr : found->second;
}

void ruleset_registry::replace(domain::site_id site, std::shared_ptr<const active_ruleset> with) {
    const std::lock_guard lock(mutex_);
    with = guarded(site, std::move(with));
    active_[site].swap(with); // the old one, if this was its last holder, is destroyed after the lock
}

void ruleset_registry::hold_back(domain::site_id site, std::set<guarded_rule> rules) {
    std::shared_ptr<const active_ruleset> replaced; // destroyed after the lock
    const std::lock_guard lock(mutex_);
    if (rules.empty())
        guarded_.erase(site);
    else
        guarded_[site] = std::move(rules);
    const auto active = active_.find(site);
    if (active == active_.end()) return;
    replaced = std::exchange(active->second, guarded(site, active->second));
}

std::map<domain::site_id, std::set<guarded_rule>> ruleset_registry::held_back() const {
    const std::lock_guard lock(mutex_);
    return guarded_;
}

std::shared_ptr<const active_ruleset>
ruleset_registry::guarded(domain::site_id site, std::shared_ptr<const active_ruleset> with) const {
    const auto rules = guarded_.find(site);
    std::vector<std::string> held;
    if (with && with->rules && rules != guarded_.end())
        for (const auto& rule : with->rules->rules())
            if (rules->second.contains({rule.id, rule.content})) held.push_back(rule.id);
    if (!with || with->held_back == held) return with;
    auto changed = std::make_shared<active_ruleset>(*with);
    changed->held_back = std::move(held);
    return changed;
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
