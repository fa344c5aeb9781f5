// The settings of every site as this server runs them: asked on each submission, replaced as a whole. A
// reader keeps the value it got for as long as it needs it. Thread-safe.
#pragma once
#include "server/domain/site_settings.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace greffe::service {

class settings_registry {
  public:
    /// Never null: the defaults for a site that never changed any.
    std::shared_ptr<const domain::site_settings> of(domain::site_id site) const;
    /// Unless what it holds is as new: a change and a poll may cross.
    void keep(domain::site_id site, std::shared_ptr<const domain::site_settings> settings);
    /// The versions held, to ask the store for what is newer.
    std::map<domain::site_id, std::int64_t> versions() const;

  private:
    mutable std::mutex mutex_;
    std::map<domain::site_id, std::shared_ptr<const domain::site_settings>> held_;
};

} // namespace greffe::service
