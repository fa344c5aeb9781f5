#include "server/service/guard_rules.hpp"

#include "server/domain/role.hpp"

namespace greffe::service {

namespace {

constexpr std::chrono::milliseconds usual{500};

std::vector<ports::judged_day> days_of(const rule_counts& counts, domain::timestamp now) {
    std::map<std::pair<domain::site_id, std::string>, std::int64_t> sums;
    for (const auto& [key, counted] : counts.rulesets)
        if (counted.by->rules)
            sums[{key.first, counted.by->rules->day_of(std::chrono::floor<std::chrono::seconds>(now))}] +=
                counted.texts;
    std::vector<ports::judged_day> days;
    for (const auto& [key, texts] : sums) days.push_back({key.first, key.second, texts});
    return days;
}

std::vector<ports::rule_hits> hits_of(const rule_counts& counts) {
    std::map<std::pair<domain::site_id, guarded_rule>, std::int64_t> sums;
    for (const auto& [key, counted] : counts.rulesets) {
        if (counted.hits.empty() || !counted.by->rules) continue;
        for (const auto& rule : live_rules(*counted.by->rules))
            if (const auto found = counted.hits.find(rule.rule); found != counted.hits.end())
                sums[{key.first, rule}] += found->second;
    }
    std::vector<ports::rule_hits> hits;
    for (const auto& [key, count] : sums) hits.push_back({key.first, key.second, count});
    return hits;
}

} // namespace

std::set<guarded_rule> live_rules(const rules::ruleset& of) {
    std::set<guarded_rule> live;
    for (auto& rule : of.rules())
        if (rule.mode == rules::rule_mode::live && rule.target == rules::rule_target::comment)
            live.insert({std::move(rule.id), std::move(rule.content)});
    return live;
}

guard_rules::guard_rules(ports::rule_watch_store& store, ruleset_registry& rulesets, rule_meter& meter,
                         environment env, std::function<void(const ports::held_rule&)> held)
    : store_(store), rulesets_(rulesets), meter_(meter), env_(std::move(env)), held_(std::move(held)) {}

boost::asio::awaitable<void> guard_rules::note_live_rules() {
    for (const auto& [site, version] : rulesets_.versions()) {
        if (const auto noted = noted_.find(site); noted != noted_.end() && noted->second == version) continue;
        const auto active = rulesets_.of(site);
        if (active->version == version && active->rules)
            co_await store_.note_live(site, version, live_rules(*active->rules));
        noted_[site] = version;
    }
}

boost::asio::awaitable<void> guard_rules::add_up() {
    left_.add(meter_.take());
    if (left_.empty()) co_return;
    std::function<ports::audit_entry()> by = [this] {
        return ports::audit_entry{.id = env_.new_id(), .at = env_.now(), .actor = domain::system_key};
    };
    const auto held = co_await store_.count(days_of(left_, env_.now()), hits_of(left_), ports::guard_limits{},
                                            std::move(by));
    left_ = {};
    for (const auto& rule : held) held_(rule);
}

boost::asio::awaitable<void> guard_rules::refresh() {
    auto held = co_await store_.held();
    for (const auto& [site, rules] : rulesets_.held_back()) held.try_emplace(site); // some of it may be over
    const auto before = rulesets_.held_back();
    for (auto& [site, rules] : held) {
        const auto known = before.find(site);
        const bool same = known == before.end() ? rules.empty() : known->second == rules;
        if (!same) rulesets_.hold_back(site, std::move(rules));
    }
}

boost::asio::awaitable<std::chrono::milliseconds> guard_rules::beat() {
    co_await note_live_rules();
    co_await add_up();
    co_await refresh();
    co_return usual;
}

} // namespace greffe::service
