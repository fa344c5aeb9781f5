#include "server/store/ruleset_store_pg.hpp"

#include "server/store/audit_log.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

using boost::asio::awaitable;
using service::ruleset_view;
using service::ports::newer_ruleset;
using service::ports::stored_push;

namespace {

ruleset_view ruleset_from(const sql_row& row) {
    return {
        .version = row.number<std::int64_t>("version"),
        .source = row.text("source"),
        .pushed_by = row.id<domain::key_id>("pushed_by"),
        .note = row.text("note"),
        .pushed_at = row.time("pushed_at"),
        .active = row.flag("active"),
    };
}

std::optional<ruleset_view> read_active(transaction& tx, domain::site_id site) {
    const auto rows = tx.exec(sql::select_active_ruleset, site);
    if (rows.empty()) return std::nullopt;
    return ruleset_from(sql_row(rows.at(0)));
}

} // namespace

awaitable<domain::result<stored_push>> ruleset_store_pg::push(domain::site_id site, std::string source,
                                                              std::string note,
                                                              service::ports::audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) -> std::optional<stored_push> {
            if (tx.exec(sql::lock_site, site).empty()) return std::nullopt;
            const auto running = read_active(tx, site);
            if (running && running->source == source)
                return stored_push{.version = running->version, .unchanged = true};
            const auto inserted = tx.exec(sql::insert_ruleset, site, source, by.actor, note, by.at);
            const auto version = sql_row(inserted.at(0)).number<std::int64_t>("version");
            tx.exec(sql::activate_ruleset, site, version);
            write_audit(tx, site, by, "ruleset.push", {{"version", version}});
            return stored_push{.version = version, .unchanged = false};
        });
    };
    const auto stored = co_await pool_.run(work);
    if (!stored) co_return domain::fail(domain::errc::not_found, "site", "no such site");
    co_return *stored;
}

awaitable<std::optional<ruleset_view>> ruleset_store_pg::active(domain::site_id site) {
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        return read_active(tx, site);
    };
    co_return co_await pool_.run(work);
}

awaitable<std::vector<ruleset_view>> ruleset_store_pg::history(domain::site_id site) {
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        std::vector<ruleset_view> versions;
        for (const auto& row : tx.exec(sql::select_ruleset_history, site))
            versions.push_back(ruleset_from(sql_row(row)));
        return versions;
    };
    co_return co_await pool_.run(work);
}

awaitable<std::vector<newer_ruleset>>
ruleset_store_pg::newer_than(std::map<domain::site_id, std::int64_t> held) {
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        sql_array sites, versions;
        for (const auto& [site, version] : held) {
            sites.add(site);
            versions.add(version);
        }
        std::vector<newer_ruleset> newer;
        for (const auto& found : tx.exec(sql::select_newer_rulesets, sites, versions)) {
            const sql_row row(found);
            newer.push_back({.site = row.id<domain::site_id>("site_id"),
                             .version = row.number<std::int64_t>("version"),
                             .source = row.text("source")});
        }
        return newer;
    };
    co_return co_await pool_.run(work);
}

} // namespace greffe::store
