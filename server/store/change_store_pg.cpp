#include "server/store/change_store_pg.hpp"

#include "server/store/sql_row.hpp"
#include "server/store/transaction.hpp"

namespace greffe::store {

using namespace service::ports;

namespace {

service::change_view change_from(const sql_row& row) {
    return {.log_index = row.number<std::int64_t>("log_index"),
            .comment = row.id<domain::comment_id>("comment_id"),
            .external_id = row.text("external_id"),
            .article = row.id<domain::article_id>("article_id"),
            .article_external_id = row.text("article_external_id"),
            .change = row.text("change"),
            .status = row.named("status", domain::parse_comment_status),
            .revision = row.number<int>("revision"),
            .at = row.time("at")};
}

change_range range_from(const pqxx::result& rows) {
    const sql_row bounds(rows.at(0));
    change_range found{.changes = {},
                       .kept_from = bounds.number<std::int64_t>("kept_from"),
                       .next_index = bounds.number<std::int64_t>("next_index")};
    if (bounds.is_null("log_index")) return found;
    found.changes.reserve(static_cast<std::size_t>(rows.size()));
    for (const auto& row : rows) found.changes.push_back(change_from(sql_row(row)));
    return found;
}

} // namespace

boost::asio::awaitable<change_range> change_store_pg::changes(domain::site_id site, std::int64_t from,
                                                              int limit) {
    auto work = [=](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            return range_from(tx.exec(sql::select_changes, site, from, limit));
        });
    };
    co_return co_await pool_.run(std::move(work));
}

boost::asio::awaitable<std::map<domain::site_id, std::int64_t>>
change_store_pg::newest(std::vector<domain::site_id> sites) {
    sql_array asked;
    for (const auto& site : sites) asked.add(site);
    auto work = [&asked](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            std::map<domain::site_id, std::int64_t> found;
            for (const auto& row : tx.exec(sql::select_newest_changes, asked))
                found[sql_row(row).id<domain::site_id>("site_id")] =
                    sql_row(row).number<std::int64_t>("log_index");
            return found;
        });
    };
    co_return co_await pool_.run(std::move(work));
}

} // namespace greffe::store
