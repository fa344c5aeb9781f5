#include "server/store/ingest_caps.hpp"

#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

using namespace service::ports;

namespace {

constexpr std::string_view live = "live";

std::string_view mode_of(const capped_rule& rule) {
    return rule.live ? live : "shadow";
}

capped_rule rule_from(const sql_row& row) {
    return {.site = row.id<domain::site_id>("site_id"),
            .rule = row.text("rule"),
            .live = row.view("mode") == live};
}

} // namespace

void read_caps(transaction& tx, ingest_items items, batch_facts& facts) {
    if (!facts.now) return;
    const auto now = std::chrono::floor<std::chrono::seconds>(*facts.now); // one clock for all servers
    for (const auto* item : items) {
        const auto& by = item->screened.by;
        if (!by || !by->rules) continue;
        for (const auto& cap : by->rules->needs().caps) {
            const capped_rule rule{.site = item->site, .rule = cap.rule, .live = cap.live};
            if (cap.reports || facts.caps.contains(rule)) continue;
            facts.caps[rule].day = by->rules->day_of(now);
        }
    }
    if (facts.caps.empty()) return;
    row_columns<pg::uuid, pg::text, pg::text, pg::text> asked;
    for (const auto& [rule, use] : facts.caps) asked.add(rule.site, rule.rule, mode_of(rule), use.day);
    statement_values parameters;
    asked.append_to(parameters);
    for (const auto& found : tx.run(sql::select_rule_caps, parameters)) {
        const sql_row row(found);
        facts.caps.at(rule_from(row)).hits = row.number<std::int64_t>("hits");
    }
}

void add_caps(transaction& tx, const std::vector<cap_row>& rows) {
    if (rows.empty()) return;
    row_columns<pg::uuid, pg::text, pg::text, pg::text, pg::bigint> used;
    std::map<capped_rule, const cap_row*> by_rule; // in the order that everyone locks them in
    for (const auto& row : rows) by_rule[row.rule] = &row;
    for (const auto& [rule, row] : by_rule)
        used.add(rule.site, rule.rule, mode_of(rule), row->told.day, row->hits);
    statement_values parameters;
    used.append_to(parameters);
    for (const auto& found : tx.run(sql::add_rule_caps, parameters)) {
        const sql_row row(found);
        const auto& mine = *by_rule.at(rule_from(row));
        const auto hits = row.number<std::int64_t>("hits");
        const bool others_acted = hits - mine.hits != mine.told.hits;
        if (row.view("day") != mine.told.day || (others_acted && hits > mine.a_day))
            throw lost_race("another batch used what was left of a rule's day");
    }
}

} // namespace greffe::store
