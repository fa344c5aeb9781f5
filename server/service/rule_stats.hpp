// What every rule of a site did, day by day, and what people made of it: shadow beside live, what it costs,
// and what a guard says. The assembly is pure.
#pragma once
#include "server/domain/error.hpp"
#include "server/domain/role.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/rule_watch_store.hpp"
#include "server/service/ruleset_registry.hpp"
#include "server/service/settings_registry.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

namespace greffe::service {

struct hit_tally {
    std::int64_t hits = 0;
    std::int64_t upheld = 0;
    std::int64_t overturned = 0;
    /// Upheld among those that people have judged; absent: they judged none.
    std::optional<double> precision() const;
    bool operator==(const hit_tally&) const = default;
};

/// One rule in one mode.
struct rule_stat {
    std::string rule;
    bool reports = false;
    bool live = true;            ///< the mode that these figures are of; else shadow
    std::string mode;            ///< in the active ruleset; "gone": not in it any more
    std::vector<hit_tally> days; ///< as rule_stats_answer::days
    hit_tally total;
    bool never_upheld = false;                 ///< people have judged what it hit, and upheld none of it
    std::optional<std::int64_t> nanoseconds{}; ///< that it costs a text, alone; absent: not measured yet
    std::optional<double> seconds{};           ///< about what it cost in these days
    std::optional<ports::guard_state> guard{};
};

struct rule_stats_answer {
    std::optional<std::int64_t> version; ///< of the active ruleset
    std::vector<std::string> days;       ///< of the site, the oldest first, today the last
    std::vector<std::int64_t> texts;     ///< judged on each
    std::vector<rule_stat> rules; ///< those of the active ruleset in file order, then those that are gone
};

/// `days`: without a gap. `active`: null when the site has no ruleset.
rule_stats_answer rule_stats_of(const ports::watched_rules& watched, std::vector<std::string> days,
                                const active_ruleset* active);
boost::json::object to_json(const rule_stats_answer& answer);
/// Why a guard holds the rule back, in a sentence; empty: none does.
std::string why_held(const ports::guard_state& guard);

class watch_rules {
  public:
    watch_rules(ports::rule_watch_store& store, ruleset_registry& rulesets, const settings_registry& settings,
                environment env)
        : store_(store), rulesets_(rulesets), settings_(settings), env_(std::move(env)) {}

    /// The last `days` days of the site, today included. Errors: invalid_field (1 to 90).
    boost::asio::awaitable<domain::result<rule_stats_answer>> stats(domain::site_id site, int days);
    /// A person allows a live rule as it stands: no guard holds it back any more, nor will. It acts again,
    /// here at once, on every server within a second. Errors: not_found (no such live rule for comments).
    boost::asio::awaitable<domain::result<void>> lift(domain::principal who, domain::site_id site,
                                                      std::string rule);

  private:
    ports::rule_watch_store& store_;
    ruleset_registry& rulesets_;
    const settings_registry& settings_;
    environment env_;
};

} // namespace greffe::service
