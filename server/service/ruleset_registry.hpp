// The active ruleset of every site, as this server runs it: read on each submission, swapped atomically by
// refresh(). A reader keeps the ruleset it got for as long as it needs it. Thread-safe.
#pragma once
#include "rules/engine/ruleset.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace greffe::service {

struct active_ruleset {
    std::int64_t version = 0;
    std::shared_ptr<const rules::ruleset>
        rules;          ///< null: stored, but this server cannot compile it (it is not ready)
    std::string zone{}; ///< in which its days end; it is compiled again when the site's time zone changes
    /// Ids of rules that a guard holds back, by ruleset_registry::hold_back: facts::throttled begins with
    /// them.
    std::vector<std::string> held_back{};
};

/// A rule as a guard knows it: another content is another rule.
struct guarded_rule {
    std::string rule;
    std::string content; ///< rules::rule_summary::content
    auto operator<=>(const guarded_rule&) const = default;
};

class ruleset_registry {
  public:
    /// Null when the site has no ruleset: everything is published.
    std::shared_ptr<const active_ruleset> of(domain::site_id site) const;
    void replace(domain::site_id site, std::shared_ptr<const active_ruleset> with);
    /// From now on these rules of the site are held back, and no others, in whatever ruleset it has: swapped
    /// like a ruleset.
    void hold_back(domain::site_id site, std::set<guarded_rule> rules);
    /// What is held back, by site; a site with nothing is not named.
    std::map<domain::site_id, std::set<guarded_rule>> held_back() const;
    /// The versions held, to ask the store for what is newer.
    std::map<domain::site_id, std::int64_t> versions() const;
    /// No site's active ruleset failed to compile.
    bool all_compiled() const;

  private:
    std::shared_ptr<const active_ruleset> guarded(domain::site_id site,
                                                  std::shared_ptr<const active_ruleset> with) const;

    mutable std::mutex mutex_;
    std::map<domain::site_id, std::set<guarded_rule>> guarded_;
    std::map<domain::site_id, std::shared_ptr<const active_ruleset>> active_;
};

} // namespace greffe::service
