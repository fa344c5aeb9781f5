#include "server/service/rule_meter.hpp"

namespace greffe::service {

void rule_counts::add(const rule_counts& more) {
    for (const auto& [key, counted] : more.rulesets) {
        auto& into = rulesets[key];
        into.by = counted.by;
        into.texts += counted.texts;
        for (const auto& [rule, hits] : counted.hits) into.hits[rule] += hits;
    }
}

rule_counts counts_of(std::span<const ports::ingest_item* const> items, const ports::judged_batch& judged) {
    rule_counts counts;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto& by = items[i]->screened.by;
        if (!by || !judged.outcomes[i] || !judged.outcomes[i]->verdict) continue;
        auto& counted = counts.rulesets[{items[i]->site, by->version}];
        counted.by = by;
        ++counted.texts;
    }
    for (const auto& flag : judged.flags) {
        if (flag.match.mode != rules::rule_mode::live) continue;
        const auto found = counts.rulesets.find({flag.site, flag.ruleset_version});
        if (found != counts.rulesets.end()) ++found->second.hits[flag.match.rule];
    }
    return counts;
}

void rule_meter::add(const rule_counts& batch) {
    if (batch.empty()) return;
    const std::lock_guard lock(mutex_);
    since_.add(batch);
}

rule_counts rule_meter::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(since_, {});
}

} // namespace greffe::service
