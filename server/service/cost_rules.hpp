// Measures from time to time what each rule of a site costs, on its newest texts, away from the requests: one
// server at a time, within a bounded time. Used by one background loop.
#pragma once
#include "server/service/ports/rule_watch_store.hpp"
#include "server/service/ports/ruleset_store.hpp"
#include "server/service/settings_registry.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <map>
#include <string>

namespace greffe::service {

class cost_rules {
  public:
    /// `workers`: where it computes.
    cost_rules(ports::rule_watch_store& store, ports::ruleset_store& rulesets,
               const settings_registry& settings, boost::asio::any_io_executor workers,
               std::chrono::seconds every = std::chrono::hours{1})
        : store_(store), rulesets_(rulesets), settings_(settings), workers_(std::move(workers)),
          every_(every) {}

    /// Every site whose turn it is; answers after how long to come back.
    boost::asio::awaitable<std::chrono::milliseconds> beat();

  private:
    boost::asio::awaitable<void> measure(const ports::costing_turn& turn);

    ports::rule_watch_store& store_;
    ports::ruleset_store& rulesets_;
    const settings_registry& settings_;
    boost::asio::any_io_executor workers_;
    std::chrono::seconds every_;
};

} // namespace greffe::service
