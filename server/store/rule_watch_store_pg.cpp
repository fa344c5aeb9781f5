#include "server/store/rule_watch_store_pg.hpp"

#include "server/domain/role.hpp"
#include "server/store/audit_log.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

using boost::asio::awaitable;
using namespace service::ports;
using service::guarded_rule;

namespace {

/// A site's figures of many days are read at leisure.
constexpr std::chrono::seconds reading_time{60};

std::pair<sql_array, sql_array> columns_of(const std::set<guarded_rule>& rules) {
    std::pair<sql_array, sql_array> columns;
    for (const auto& each : rules) {
        columns.first.add(each.rule);
        columns.second.add(each.content);
    }
    return columns;
}

rule_day day_from(const sql_row& row) {
    return {.rule = row.text("rule"),
            .reports = row.view("target") == "report",
            .live = row.view("mode") == "live",
            .day = row.text("day"),
            .hits = row.number<std::int64_t>("hits"),
            .upheld = row.number<std::int64_t>("upheld"),
            .overturned = row.number<std::int64_t>("overturned")};
}

guard_state guard_from(const sql_row& row) {
    return {.rule = {row.text("rule"), row.text("content")},
            .live_at = row.time("live_at"),
            .young = row.flag("young"),
            .hits = row.number<std::int64_t>("hits"),
            .held_at = row.optional_time("held_at"),
            .held_texts = row.optional_number<std::int64_t>("held_texts").value_or(0),
            .lifted_at = row.optional_time("lifted_at")};
}

/// Those that are over the limits, held back from now on.
std::vector<held_rule> hold_back(transaction& tx, const pqxx::result& over,
                                 const std::function<audit_entry()>& audit) {
    std::vector<held_rule> held;
    row_columns<pg::uuid, pg::text, pg::text, pg::bigint> rows;
    for (const auto& found : over) {
        const sql_row row(found);
        held.push_back({.site = row.id<domain::site_id>("site_id"),
                        .site_name = row.text("site_name"),
                        .rule = {row.text("rule"), row.text("content")},
                        .hits = row.number<std::int64_t>("hits"),
                        .texts = row.number<std::int64_t>("texts")});
        const auto& one = held.back();
        rows.add(one.site, one.rule.rule, one.rule.content, one.texts);
        write_audit(tx, one.site, audit(), "rule.throttled",
                    {{"rule", one.rule.rule}, {"hits", one.hits}, {"texts", one.texts}});
    }
    rows.run(tx, sql::hold_rules_back);
    return held;
}

} // namespace

awaitable<void> rule_watch_store_pg::note_live(domain::site_id site, std::int64_t version,
                                               std::set<guarded_rule> rules) {
    auto work = [&](pqxx::connection& connection) {
        in_transaction(connection, [&](transaction& tx) {
            const auto [ids, contents] = columns_of(rules);
            tx.exec(sql::note_live_rules, site, version, ids, contents);
        });
    };
    co_await pool_.run(work);
}

awaitable<std::vector<held_rule>> rule_watch_store_pg::count(std::vector<judged_day> judged,
                                                             std::vector<rule_hits> hits, guard_limits limits,
                                                             std::function<audit_entry()> audit) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            row_columns<pg::uuid, pg::text, pg::bigint> days;
            for (const auto& day : judged) days.add(day.site, day.day, day.texts);
            days.run(tx, sql::add_judged);
            if (hits.empty()) return std::vector<held_rule>{};
            row_columns<pg::uuid, pg::text, pg::text, pg::bigint> rows;
            for (const auto& hit : hits) rows.add(hit.site, hit.rule.rule, hit.rule.content, hit.hits);
            statement_values values{.behind = {to_sql(limits.more_than), to_sql(limits.percent)}};
            rows.append_to(values);
            return hold_back(tx, tx.run(sql::add_rule_hits, values), audit);
        });
    };
    co_return co_await pool_.run(work);
}

awaitable<std::map<domain::site_id, std::set<guarded_rule>>> rule_watch_store_pg::held() {
    auto work = [](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        std::map<domain::site_id, std::set<guarded_rule>> held;
        for (const auto& found : tx.exec(sql::select_held_rules)) {
            const sql_row row(found);
            held[row.id<domain::site_id>("site_id")].insert({row.text("rule"), row.text("content")});
        }
        return held;
    };
    co_return co_await pool_.run(work);
}

awaitable<void> rule_watch_store_pg::lift(domain::site_id site, guarded_rule rule, audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        in_transaction(connection, [&](transaction& tx) {
            tx.exec(sql::lift_guard, site, rule.rule, rule.content, by.actor);
            write_audit(tx, site, by, "rule.lifted", {{"rule", rule.rule}});
        });
    };
    co_await pool_.run(work);
}

awaitable<watched_rules> rule_watch_store_pg::watched(domain::site_id site, std::string first_day,
                                                      std::string zone, std::set<guarded_rule> active) {
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot, reading_time);
        watched_rules found;
        for (const auto& row : tx.exec(sql::select_rule_days, site, first_day, zone, domain::system_key))
            found.days.push_back(day_from(sql_row(row)));
        for (const auto& each : tx.exec(sql::select_judged_days, site, first_day)) {
            const sql_row row(each);
            found.judged.push_back({site, row.text("day"), row.number<std::int64_t>("texts")});
        }
        for (const auto& each : tx.exec(sql::select_rule_costs, site, first_day)) {
            const sql_row row(each);
            found.nanoseconds.emplace(row.text("rule"), row.number<std::int64_t>("nanoseconds"));
        }
        const auto [ids, contents] = columns_of(active);
        for (const auto& row : tx.exec(sql::select_rule_guards, site, ids, contents))
            found.guards.push_back(guard_from(sql_row(row)));
        return found;
    };
    co_return co_await pool_.run(work);
}

awaitable<std::vector<costing_turn>> rule_watch_store_pg::take_turns(std::chrono::seconds every) {
    auto work = [every](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            std::vector<costing_turn> turns;
            for (const auto& found : tx.exec(sql::take_costing_turns, every.count())) {
                const sql_row row(found);
                turns.push_back({row.id<domain::site_id>("site_id"), row.text("day")});
            }
            return turns;
        });
    };
    co_return co_await pool_.run(work);
}

awaitable<std::vector<known_text>> rule_watch_store_pg::newest_texts(domain::site_id site, int most) {
    auto work = [site, most](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        std::vector<known_text> texts;
        for (const auto& found : tx.exec(sql::select_newest_texts, site, most)) {
            const sql_row row(found);
            texts.push_back({row.text("body"), row.optional_text("pseudonym")});
        }
        return texts;
    };
    co_return co_await pool_.run(work);
}

awaitable<void> rule_watch_store_pg::add_costs(costing_turn turn, std::int64_t texts,
                                               std::map<std::string, std::int64_t> nanoseconds) {
    auto work = [&](pqxx::connection& connection) {
        in_transaction(connection, [&](transaction& tx) {
            sql_array rules, costs;
            for (const auto& [rule, cost] : nanoseconds) {
                rules.add(rule);
                costs.add(cost);
            }
            tx.exec(sql::add_rule_costs, turn.site, turn.day, rules, costs, texts);
        });
    };
    co_await pool_.run(work);
}

} // namespace greffe::store
