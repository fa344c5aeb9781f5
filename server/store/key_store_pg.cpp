#include "server/store/key_store_pg.hpp"

#include "server/store/audit_log.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

using boost::asio::awaitable;
using service::key_view;
using service::ports::audit_entry;

namespace {

constexpr domain::site_id all_sites{};

std::string bytea(const archive::digest& hash) {
    return to_bytea({reinterpret_cast<const char*>(hash.data()), hash.size()});
}

key_view key_from(const sql_row& row) {
    key_view key{
        .id = row.id<domain::key_id>("key_id"),
        .acting_as = row.named("role", domain::parse_role),
        .site = row.id<domain::site_id>("site_id"),
        .label = row.text("label"),
        .created_at = row.time("created_at"),
        .revoked_at = row.optional_time("revoked_at"),
    };
    if (key.site == all_sites) key.site.reset();
    return key;
}

bool insert(transaction& tx, const key_view& key, const archive::digest& token_hash, const audit_entry& by) {
    const auto site = key.site.value_or(all_sites);
    const auto role = domain::to_string(key.acting_as);
    if (tx.exec(sql::insert_key, site, key.id, role, key.label, bytea(token_hash), key.created_at).empty())
        return false;
    write_audit(tx, site, by, "key.create", {{"key", key.id.to_string()}, {"role", role}});
    return true;
}

} // namespace

awaitable<std::optional<key_view>> key_store_pg::find(archive::digest token_hash) {
    auto work = [&](pqxx::connection& connection) -> std::optional<key_view> {
        transaction tx(connection, transaction::kind::snapshot);
        const auto rows = tx.exec(sql::select_key, bytea(token_hash));
        if (rows.empty()) return std::nullopt;
        return key_from(sql_row(rows.at(0)));
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<void>> key_store_pg::create(key_view key, archive::digest token_hash,
                                                     audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) { return insert(tx, key, token_hash, by); });
    };
    if (!co_await pool_.run(work)) co_return domain::fail(domain::errc::not_found, "site", "no such site");
    co_return domain::result<void>{};
}

awaitable<bool> key_store_pg::create_if_first(key_view key, archive::digest token_hash, audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            tx.exec(sql::lock_first_key);
            if (sql_row(tx.exec(sql::select_any_key).at(0)).flag("any_key")) return false;
            return insert(tx, key, token_hash, by);
        });
    };
    co_return co_await pool_.run(work);
}

awaitable<std::vector<key_view>> key_store_pg::list(std::optional<domain::site_id> within) {
    auto work = [&](pqxx::connection& connection) {
        transaction tx(connection, transaction::kind::snapshot);
        std::vector<key_view> keys;
        for (const auto& row : tx.exec(sql::select_keys, within)) keys.push_back(key_from(sql_row(row)));
        return keys;
    };
    co_return co_await pool_.run(work);
}

awaitable<domain::result<void>> key_store_pg::revoke(domain::key_id id, std::optional<domain::site_id> within,
                                                     audit_entry by) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            const auto rows = tx.exec(sql::lock_key, id, within);
            if (rows.empty()) return false;
            const sql_row row(rows.at(0));
            if (!row.is_null("revoked_at")) return true;
            const auto site = row.id<domain::site_id>("site_id");
            tx.exec(sql::revoke_key, site, id, by.at);
            write_audit(tx, site, by, "key.revoke", {{"key", id.to_string()}});
            return true;
        });
    };
    if (!co_await pool_.run(work)) co_return domain::fail(domain::errc::not_found, {}, "no such key");
    co_return domain::result<void>{};
}

} // namespace greffe::store
