#include "server/service/batch_caps.hpp"

#include <algorithm>

namespace greffe::service {

namespace {

const std::vector<rules::cap_need>& caps_of(const ports::ingest_item& item) {
    static const std::vector<rules::cap_need> none;
    const auto& by = item.screened.by;
    return by && by->rules ? by->rules->needs().caps : none;
}

ports::capped_rule rule_of(const ports::ingest_item& item, const rules::cap_need& cap) {
    return {.site = item.site, .rule = cap.rule, .live = cap.live};
}

} // namespace

void batch_caps::tell(const ports::ingest_item& item, rules::facts& into) const {
    for (const auto& cap : caps_of(item)) {
        const auto rule = rule_of(item, cap);
        const auto told = known_.find(rule);
        const auto acted = acted_.find(rule);
        const auto hits =
            (told == known_.end() ? 0 : told->second.hits) + (acted == acted_.end() ? 0 : acted->second.hits);
        if (hits >= cap.a_day) into.throttled.push_back(cap.rule);
    }
}

void batch_caps::note(const ports::ingest_item& item, const rules::verdict& verdict) {
    for (const auto& cap : caps_of(item)) {
        const auto match = std::ranges::find(verdict.matches, cap.rule, &rules::rule_match::rule);
        const auto rule = rule_of(item, cap);
        const auto told = known_.find(rule);
        if (match == verdict.matches.end() || match->throttled || told == known_.end()) continue;
        auto& row = acted_[rule];
        row.rule = rule;
        row.told = told->second;
        row.a_day = row.hits == 0 ? cap.a_day : std::min<std::int64_t>(row.a_day, cap.a_day);
        ++row.hits;
    }
}

std::vector<ports::cap_row> batch_caps::finish() const {
    std::vector<ports::cap_row> rows;
    for (const auto& [rule, row] : acted_) rows.push_back(row);
    return rows;
}

} // namespace greffe::service
