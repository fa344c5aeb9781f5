// What is kept about the rules that run: what they hit and what people said of it, what they cost, and which
// of them a guard holds back. Implemented in store/; safe from any thread. Failures: failure.hpp.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"
#include "server/service/ports/audit.hpp"
#include "server/service/ports/failure.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace greffe::service::ports {

struct judged_day {
    domain::site_id site;
    std::string day; ///< of the site: 2027-06-30
    std::int64_t texts = 0;
    auto operator<=>(const judged_day&) const = default;
};

struct rule_hits {
    domain::site_id site;
    guarded_rule rule;
    std::int64_t hits = 0;
    auto operator<=>(const rule_hits&) const = default;
};

/// What makes a young rule suspicious: more hits than `more_than`, and than so many per cent of the texts.
struct guard_limits {
    std::int64_t more_than = 20;
    std::int64_t percent = 5;
};

/// A rule that a guard has just begun to hold back.
struct held_rule {
    domain::site_id site;
    std::string site_name;
    guarded_rule rule;
    std::int64_t hits = 0;
    std::int64_t texts = 0; ///< judged since it went live
};

/// What one rule of one mode did on one day of the site.
struct rule_day {
    std::string rule;
    bool reports = false; ///< a rule for reports
    bool live = true;     ///< else shadow
    std::string day;
    std::int64_t hits = 0;
    std::int64_t upheld = 0; ///< by a person's last word
    std::int64_t overturned = 0;
    bool operator==(const rule_day&) const = default;
};

struct guard_state {
    guarded_rule rule;
    domain::timestamp live_at;
    bool young = false; ///< a guard looks at it
    std::int64_t hits = 0;
    std::optional<domain::timestamp> held_at{};
    std::int64_t held_texts = 0;
    std::optional<domain::timestamp> lifted_at{};
};

struct watched_rules {
    std::vector<rule_day> days; ///< by target, rule, mode, day
    std::vector<judged_day> judged;
    std::map<std::string, std::int64_t> nanoseconds; ///< a text, by rule
    std::vector<guard_state> guards;
};

struct costing_turn {
    domain::site_id site;
    std::string day;
};
struct known_text {
    std::string body;
    std::optional<std::string> name;
};

class rule_watch_store {
  public:
    virtual ~rule_watch_store() = default;

    /// Since when each of these live rules has been what it is. Nothing unless `version` is active.
    virtual boost::asio::awaitable<void> note_live(domain::site_id site, std::int64_t version,
                                                   std::set<guarded_rule> rules) = 0;
    /// Adds up, and holds back whichever young rule is over the limits. Sorted, each key once. `audit`: one
    /// row for each rule that is held back.
    virtual boost::asio::awaitable<std::vector<held_rule>> count(std::vector<judged_day> judged,
                                                                 std::vector<rule_hits> hits,
                                                                 guard_limits limits,
                                                                 std::function<audit_entry()> audit) = 0;
    virtual boost::asio::awaitable<std::map<domain::site_id, std::set<guarded_rule>>> held() = 0;
    /// No guard holds the rule back any more, nor will.
    virtual boost::asio::awaitable<void> lift(domain::site_id site, guarded_rule rule, audit_entry by) = 0;

    /// From `first_day` on. `active`: the rules whose guards are asked for.
    virtual boost::asio::awaitable<watched_rules>
    watched(domain::site_id site, std::string first_day, std::string zone, std::set<guarded_rule> active) = 0;

    /// Sites that this server is to measure now: no other does so for as long as `every`.
    virtual boost::asio::awaitable<std::vector<costing_turn>> take_turns(std::chrono::seconds every) = 0;
    virtual boost::asio::awaitable<std::vector<known_text>> newest_texts(domain::site_id site, int most) = 0;
    /// `nanoseconds`: for all `texts`, by rule.
    virtual boost::asio::awaitable<void> add_costs(costing_turn turn, std::int64_t texts,
                                                   std::map<std::string, std::int64_t> nanoseconds) = 0;
};

} // namespace greffe::service::ports
