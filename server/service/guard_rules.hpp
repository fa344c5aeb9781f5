// The guards over young rules. Each server adds what its batches counted to what is stored; whoever's counts
// take a rule over the limits holds it back, and every server finds that out at its next beat. A rule that is
// held back acts as `flag` with score 0 and goes on recording. Used by one background loop, and at the start.
#pragma once
#include "server/service/environment.hpp"
#include "server/service/ports/rule_watch_store.hpp"
#include "server/service/rule_meter.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <map>

namespace greffe::service {

class guard_rules {
  public:
    /// `held`: told of each rule that this server's counts have held back, after the commit.
    guard_rules(ports::rule_watch_store& store, ruleset_registry& rulesets, rule_meter& meter,
                environment env, std::function<void(const ports::held_rule&)> held);

    /// Notes which rules are live, adds up, finds out what is held back; answers after how long to come back.
    boost::asio::awaitable<std::chrono::milliseconds> beat();
    /// Swaps in what is held back.
    boost::asio::awaitable<void> refresh();

  private:
    boost::asio::awaitable<void> note_live_rules();
    boost::asio::awaitable<void> add_up();

    ports::rule_watch_store& store_;
    ruleset_registry& rulesets_;
    rule_meter& meter_;
    environment env_;
    std::function<void(const ports::held_rule&)> held_;
    std::map<domain::site_id, std::int64_t> noted_; ///< the version whose rules are stored
    rule_counts left_;                              ///< taken, and not stored yet
};

/// The live rules for comments of a ruleset, as guards know them.
std::set<guarded_rule> live_rules(const rules::ruleset& of);

} // namespace greffe::service
