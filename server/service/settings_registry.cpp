#include "server/service/settings_registry.hpp"

namespace greffe::service {

std::shared_ptr<const domain::site_settings> settings_registry::of(domain::site_id site) const {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(site);
    return found == held_.end() ? domain::default_settings() : found->second;
}

void settings_registry::keep(domain::site_id site, std::shared_ptr<const domain::site_settings> settings) {
    const std::lock_guard lock(mutex_);
    auto& held = held_[site];
    if (held && held->version >= settings->version) return;
    held.swap(settings); // the old one, if this was its last holder, is destroyed after the lock
}

std::map<domain::site_id, std::int64_t> settings_registry::versions() const {
    const std::lock_guard lock(mutex_);
    std::map<domain::site_id, std::int64_t> versions;
    for (const auto& [site, settings] : held_) versions[site] = settings->version;
    return versions;
}

} // namespace greffe::service
