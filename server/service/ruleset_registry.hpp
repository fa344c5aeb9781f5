// The active ruleset of every site, as this server runs it: read on each submission, swapped atomically by
// refresh(). A reader keeps the ruleset it got for as long as it needs it. Thread-safe.
#pragma once
#include "rules/engine/ruleset.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace greffe::service {

struct active_ruleset {
    std::int64_t version = 0;
    std::shared_ptr<const rules::ruleset>
        rules; ///< null: stored, but this server cannot compile it (it is not ready)
};

class ruleset_registry {
  public:
    /// Null when the site has no ruleset: everything is published.
    std::shared_ptr<const active_ruleset> of(domain::site_id site) const;
    void replace(domain::site_id site, std::shared_ptr<const active_ruleset> with);
    /// The versions held, to ask the store for what is newer.
    std::map<domain::site_id, std::int64_t> versions() const;
    /// No site's active ruleset failed to compile.
    bool all_compiled() const;

  private:
    mutable std::mutex mutex_;
    std::map<domain::site_id, std::shared_ptr<const active_ruleset>> active_;
};

} // namespace greffe::service
