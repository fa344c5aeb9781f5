#include "server/service/cost_rules.hpp"

#include "rules/engine/rule_costs.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace greffe::service {

namespace asio = boost::asio;

namespace {

constexpr int texts_measured = 64;
constexpr std::chrono::seconds most_time{2}; // of a worker, for one site
constexpr std::chrono::seconds usual{2};

std::chrono::nanoseconds ticks() {
    return std::chrono::steady_clock::now().time_since_epoch();
}

std::map<std::string, std::int64_t> costs_of(const std::string& source, const std::string& zone,
                                             const std::vector<ports::known_text>& known) {
    std::vector<rules::comment_text> texts;
    for (const auto& text : known) {
        texts.push_back({.body = text.body, .name = {}});
        if (text.name) texts.back().name = *text.name;
    }
    const auto end = ticks() + most_time;
    const auto measured = rules::rule_costs(source, {.zone = zone, .run_examples = false}, texts, ticks,
                                            [end] { return ticks() > end; });
    std::map<std::string, std::int64_t> costs;
    for (const auto& cost : measured)
        costs[cost.rule] = cost.per_text.count() * static_cast<std::int64_t>(texts.size());
    return costs;
}

} // namespace

asio::awaitable<void> cost_rules::measure(const ports::costing_turn& turn) {
    const auto active = co_await rulesets_.active(turn.site);
    const auto texts = co_await store_.newest_texts(turn.site, texts_measured);
    if (!active || texts.empty()) co_return;
    const auto zone = settings_.of(turn.site)->time_zone;
    auto work = [&]() -> asio::awaitable<std::map<std::string, std::int64_t>> {
        co_return costs_of(active->source, zone, texts);
    };
    auto costs = co_await asio::co_spawn(workers_, work, asio::use_awaitable);
    co_await store_.add_costs(turn, static_cast<std::int64_t>(texts.size()), std::move(costs));
}

asio::awaitable<std::chrono::milliseconds> cost_rules::beat() {
    const auto turns = co_await store_.take_turns(every_);
    for (const auto& turn : turns) co_await measure(turn);
    co_return usual;
}

} // namespace greffe::service
