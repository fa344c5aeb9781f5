#include "server/store/chore_store_pg.hpp"

#include "server/store/sql_row.hpp"
#include "server/store/transaction.hpp"

#include <array>

namespace greffe::store {

using namespace service::ports;

namespace {

/// In the order of ports::chore.
struct chore_row {
    const char* name; ///< of its row
    const sql::query* prune;
};
constexpr std::array<chore_row, 4> chores{{
    {"prune_changes", &sql::prune_changes},
    {"prune_idempotency", &sql::prune_idempotency},
    {"prune_marks", &sql::prune_marks},
    {"list_author_comments", &sql::list_author_comments},
}};

chore_outcome work_in(transaction& tx, const duty& on) {
    const chore_row& asked = chores.at(static_cast<std::size_t>(on.what));
    if (tx.exec(sql::lock_chore, asked.name, on.every.count()).empty()) return chore_outcome::not_due;
    const auto rows = tx.exec(*asked.prune, on.keep.count(), on.batch);
    if (sql_row(rows.at(0)).number<int>("pruned") >= on.batch) return chore_outcome::part;
    tx.exec(sql::finish_chore, asked.name);
    return chore_outcome::whole;
}

} // namespace

boost::asio::awaitable<chore_outcome> chore_store_pg::work(duty on) {
    auto batch = [on](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) { return work_in(tx, on); });
    };
    co_return co_await pool_.run(std::move(batch));
}

} // namespace greffe::store
