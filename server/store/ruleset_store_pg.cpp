#include "server/store/ruleset_store_pg.hpp"

#include "server/service/kept_packs.hpp"
#include "server/store/audit_log.hpp"
#include "server/store/sql_row.hpp"

#include <boost/json/serialize.hpp>

namespace greffe::store {

using boost::asio::awaitable;
using domain::errc;
using domain::fail;
using service::ruleset_view;
using service::ports::new_ruleset;
using service::ports::newer_ruleset;
using service::ports::stored_push;

namespace {

std::string text_of(const boost::json::value& value) {
    return {value.as_string().data(), value.as_string().size()};
}

/// name -> text; none kept is an empty map.
rules::pack_texts texts_from(const sql_row& row) {
    rules::pack_texts texts;
    if (row.is_null("pack_texts")) return texts;
    const auto told = row.json("pack_texts");
    for (const auto& [name, text] : told.as_object()) texts.emplace(name, text_of(text));
    return texts;
}

std::optional<std::vector<service::pack_view>> packs_from(const sql_row& row) {
    if (row.is_null("packs")) return std::nullopt;
    auto texts = texts_from(row);
    const auto told = row.json("packs");
    std::map<std::string, std::string> digests; // in the order of their names
    for (const auto& [name, digest] : told.as_object()) digests.emplace(name, text_of(digest));
    std::vector<service::pack_view> packs;
    for (const auto& [name, digest] : digests)
        packs.push_back({.name = name, .digest = digest, .source = std::move(texts[name])});
    return packs;
}

std::optional<service::approval_view> approval_from(const sql_row& row) {
    if (row.is_null("approved_by")) return std::nullopt;
    return service::approval_view{.by = row.id<domain::key_id>("approved_by"),
                                  .approver = row.text("approver"),
                                  .at = row.time("approved_at"),
                                  .note = row.text("approval_note")};
}

ruleset_view ruleset_from(const sql_row& row) {
    return {
        .version = row.number<std::int64_t>("version"),
        .source = row.text("source"),
        .pushed_by = row.id<domain::key_id>("pushed_by"),
        .author = row.text("author"),
        .note = row.text("note"),
        .pushed_at = row.time("pushed_at"),
        .state = row.named("state", service::parse_ruleset_state),
        .base = row.optional_number<std::int64_t>("base"),
        .restores = row.optional_number<std::int64_t>("restores"),
        .approved = approval_from(row),
        .packs = packs_from(row),
    };
}

/// nullopt for `version`: the active one.
std::optional<ruleset_view> read_one(transaction& tx, domain::site_id site,
                                     std::optional<std::int64_t> version) {
    const auto rows = tx.exec(sql::select_ruleset, site, version);
    if (rows.empty()) return std::nullopt;
    return ruleset_from(sql_row(rows.at(0)));
}

std::optional<ruleset_view> read_newest(transaction& tx, domain::site_id site) {
    const auto rows = tx.exec(sql::select_newest_ruleset, site);
    if (rows.empty()) return std::nullopt;
    return ruleset_from(sql_row(rows.at(0)));
}

/// From now on every server takes the version up.
void activate(transaction& tx, domain::site_id site, std::int64_t version) {
    tx.exec(sql::activate_ruleset, site, version);
}

std::int64_t insert(transaction& tx, domain::site_id site, const new_ruleset& pushed,
                    const service::ports::audit_entry& by) {
    boost::json::object packs;
    sql_array digests, names, sources;
    for (const auto& pack : pushed.packs) {
        packs[pack.name] = pack.digest;
        digests.add(pack.digest);
        names.add(pack.name);
        sources.add(pack.source);
    }
    if (!packs.empty()) tx.exec(sql::insert_rule_packs, site, digests, names, sources);
    const auto inserted =
        tx.exec(sql::insert_ruleset, site, pushed.source, by.actor, pushed.note, by.at,
                boost::json::serialize(packs), pushed.base, pushed.restores, pushed.needs_approval);
    return sql_row(inserted.at(0)).number<std::int64_t>("version");
}

domain::result<stored_push> push_in(transaction& tx, domain::site_id site, const new_ruleset& pushed,
                                    const service::ports::audit_entry& by) {
    if (tx.exec(sql::lock_site, site).empty()) return fail(errc::not_found, "site", "no such site");
    const auto active = read_one(tx, site, std::nullopt);
    if ((active ? std::optional(active->version) : std::nullopt) != pushed.base)
        return fail(errc::stale_version, "base", "another version has become active");
    if (active && says_the_same(*active, pushed.source, pushed.packs))
        return stored_push{.version = active->version, .unchanged = true};
    if (pushed.needs_approval) {
        const auto newest = read_newest(tx, site);
        if (newest && newest->state == service::ruleset_state::waiting &&
            says_the_same(*newest, pushed.source, pushed.packs))
            return stored_push{.version = newest->version, .unchanged = true, .waiting = true};
    }
    const auto version = insert(tx, site, pushed, by);
    if (!pushed.needs_approval) activate(tx, site, version);
    boost::json::object detail{{"version", version}};
    if (pushed.restores) detail["restores"] = *pushed.restores;
    if (pushed.needs_approval) detail["waits"] = true;
    write_audit(tx, site, by, pushed.restores ? "ruleset.rollback" : "ruleset.push", detail);
    return stored_push{.version = version, .waiting = pushed.needs_approval};
}

domain::result<void> approve_in(transaction& tx, domain::site_id site, std::int64_t version,
                                const std::string& note, const service::ports::audit_entry& by) {
    if (tx.exec(sql::lock_site, site).empty()) return fail(errc::not_found, "site", "no such site");
    const auto asked = read_one(tx, site, version);
    if (!asked) return fail(errc::not_found, "version", "the site has no such version");
    if (asked->active()) return fail(errc::already_in_target_state, "version", "it is active");
    if (asked->state != service::ruleset_state::waiting)
        return fail(errc::invalid_transition, "version",
                    "version " + std::to_string(version) +
                        " does not wait: another one was pushed since, or became active");
    if (asked->pushed_by == by.actor)
        return fail(errc::forbidden, "version", "who pushed a version does not approve it");
    tx.exec(sql::insert_ruleset_approval, site, version, by.actor, by.at, note);
    activate(tx, site, version);
    write_audit(tx, site, by, "ruleset.approve", {{"version", version}});
    return {};
}

} // namespace

awaitable<domain::result<stored_push>> ruleset_store_pg::push(domain::site_id site, new_ruleset pushed,
                                                              service::ports::audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) { return push_in(tx, site, pushed, by); });
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<void>> ruleset_store_pg::approve(domain::site_id site, std::int64_t version,
                                                          std::string note, service::ports::audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection,
                              [&](transaction& tx) { return approve_in(tx, site, version, note, by); });
    };
    co_return co_await pool_.run(work);
}

awaitable<std::optional<ruleset_view>> ruleset_store_pg::read(domain::site_id site,
                                                              std::optional<std::int64_t> version) {
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        return read_one(tx, site, version);
    };
    co_return co_await pool_.run(work);
}

awaitable<std::optional<ruleset_view>> ruleset_store_pg::active(domain::site_id site) {
    return read(site, std::nullopt);
}

awaitable<std::optional<ruleset_view>> ruleset_store_pg::version(domain::site_id site, std::int64_t version) {
    return read(site, version);
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
            if (!row.flag("without_packs")) newer.back().packs = texts_from(row);
        }
        return newer;
    };
    co_return co_await pool_.run(work);
}

} // namespace greffe::store
