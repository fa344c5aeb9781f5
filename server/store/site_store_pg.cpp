#include "server/store/site_store_pg.hpp"

#include "server/domain/text.hpp"
#include "server/service/setting_keys.hpp"
#include "server/store/audit_log.hpp"
#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace greffe::store {

using boost::asio::awaitable;

namespace {

std::shared_ptr<const domain::site_settings> settings_from(const sql_row& row) {
    return std::make_shared<const domain::site_settings>(
        service::settings_from_stored(row.json("settings").as_object(), row.json("moderation").as_array(),
                                      row.number<std::int64_t>("settings_version")));
}

service::site_view site_from(const sql_row& row) {
    return {
        .id = row.id<domain::site_id>("site_id"),
        .name = row.text("name"),
        .settings = settings_from(row),
        .created_at = row.time("created_at"),
    };
}

/// Precondition: the site is locked. A mode that changed has another id, so none is ever updated.
void write_modes(transaction& tx, domain::site_id site, const domain::site_settings& before,
                 const domain::site_settings& after) {
    const auto lacks = [](const domain::site_settings& settings, const domain::uuid& id) {
        return std::ranges::find(settings.moderation.all(), id, &domain::moderation_policy::id) ==
               settings.moderation.all().end();
    };
    sql_array gone;
    for (const auto& policy : before.moderation.all())
        if (lacks(after, policy.id)) gone.add(policy.id);
    if (gone.size() > 0) tx.exec(sql::delete_moderation, site, gone);
    row_columns<pg::uuid, pg::text, pg::text, pg::text, pg::timestamptz, pg::bigint, pg::text> fresh;
    for (const auto& policy : after.moderation.all()) {
        if (!lacks(before, policy.id)) continue;
        const auto seconds = policy.deadline ? std::optional(policy.deadline->within.count()) : std::nullopt;
        const auto then = policy.deadline ? std::optional(to_string(policy.deadline->then)) : std::nullopt;
        fresh.add(policy.id, to_string(policy.scope), policy.target, to_string(policy.mode), policy.until,
                  seconds, then);
    }
    fresh.run(tx, sql::insert_moderation, {to_sql(site)});
}

} // namespace

awaitable<domain::result<service::site_view>> site_store_pg::create(service::site_view site,
                                                                    service::ports::audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            if (tx.exec(sql::insert_site, site.id, site.name, site.created_at).empty()) return false;
            write_audit(tx, site.id, by, "site.create", {{"name", site.name}});
            return true;
        });
    };
    if (!co_await pool_.run(work))
        co_return domain::fail(domain::errc::already_exists, "name", "there is a site of this name");
    co_return site;
}

awaitable<std::vector<service::site_view>> site_store_pg::list() {
    auto work = [](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        std::vector<service::site_view> sites;
        for (const auto& row : tx.exec(sql::select_sites)) sites.push_back(site_from(sql_row(row)));
        return sites;
    };
    co_return co_await pool_.run(work);
}

awaitable<std::optional<service::site_view>> site_store_pg::find(std::string name_or_id) {
    // What is no text can't be a parameter, and is nobody's name.
    if (!domain::is_valid_text(name_or_id)) co_return std::nullopt;
    auto work = [&](pqxx::connection& connection) -> std::optional<service::site_view> {
        transaction tx(connection, transaction::kind::snapshot);
        const auto rows = tx.exec(sql::select_site, name_or_id, domain::site_id::parse(name_or_id));
        if (rows.empty()) return std::nullopt;
        return site_from(sql_row(rows.at(0)));
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<service::site_view>> site_store_pg::change(domain::site_id site,
                                                                    service::ports::settings_step step,
                                                                    domain::key_id actor,
                                                                    std::function<domain::uuid()> audit_id) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) -> domain::result<service::site_view> {
            if (tx.exec(sql::lock_site, site).empty())
                return domain::fail(domain::errc::not_found, "site", "no such site");
            const auto rows = tx.exec(sql::select_site_for_change, site);
            const sql_row row(rows.at(0));
            auto view = site_from(row);
            const auto now = row.time("now");
            auto changed = step(*view.settings, now);
            if (!changed) return changed.error();
            if (changed->after.version == view.settings->version) return view;
            write_modes(tx, site, *view.settings, changed->after);
            tx.exec(sql::update_site_settings, site,
                    boost::json::serialize(service::stored_form(changed->after)), changed->after.version);
            for (const auto& note : changed->notes)
                write_audit(tx, site, {.id = audit_id(), .at = now, .actor = actor}, "site.set", note);
            view.settings = std::make_shared<const domain::site_settings>(std::move(changed->after));
            return view;
        });
    };
    co_return co_await pool_.run(work);
}

awaitable<std::vector<service::ports::newer_settings>>
site_store_pg::newer_than(std::map<domain::site_id, std::int64_t> held) {
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        sql_array sites, versions;
        for (const auto& [site, version] : held) {
            sites.add(site);
            versions.add(version);
        }
        std::vector<service::ports::newer_settings> newer;
        for (const auto& found : tx.exec(sql::select_newer_settings, sites, versions)) {
            const sql_row row(found);
            newer.push_back({.site = row.id<domain::site_id>("site_id"), .settings = settings_from(row)});
        }
        return newer;
    };
    co_return co_await pool_.run(work);
}

} // namespace greffe::store
