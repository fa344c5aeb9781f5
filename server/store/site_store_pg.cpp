#include "server/store/site_store_pg.hpp"

#include "server/domain/text.hpp"
#include "server/store/audit_log.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

using boost::asio::awaitable;

namespace {

service::site_view site_from(const sql_row& row) {
    return {
        .id = row.id<domain::site_id>("site_id"),
        .name = row.text("name"),
        .time_zone = row.text("time_zone"),
        .created_at = row.time("created_at"),
    };
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

} // namespace greffe::store
