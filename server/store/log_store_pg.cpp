#include "server/store/log_store_pg.hpp"

#include "server/store/sql_row.hpp"
#include "server/store/transaction.hpp"

namespace greffe::store {

using namespace service::ports;
using seconds = std::chrono::duration<double>;

namespace {

sequencing sequence_in(transaction& tx, int limit) {
    const auto look = tx.exec(sql::look_at_log);
    const sql_row head(look.at(0));
    sequencing run;
    run.entries = head.number<std::int64_t>("next_index");
    run.drained_ago = seconds(head.number<double>("drained_ago"));
    run.drained = !head.flag("waiting");
    if (run.drained) return run;
    const auto locked = tx.exec(sql::lock_log_head);
    if (locked.empty()) {
        run.did = sequencing::outcome::elsewhere;
        return run;
    }
    const auto rows = tx.exec(sql::sequence_events, limit);
    run.did = sequencing::outcome::took;
    run.taken = sql_row(rows.at(0)).number<int>("taken");
    run.drained = run.taken < limit;
    run.entries = sql_row(locked.at(0)).number<std::int64_t>("next_index") + run.taken;
    return run;
}

} // namespace

boost::asio::awaitable<sequencing> log_store_pg::sequence(int limit) {
    auto work = [limit](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) { return sequence_in(tx, limit); });
    };
    co_return co_await pool_.run(std::move(work));
}

boost::asio::awaitable<log_measures> log_store_pg::measure(std::int64_t count_at_most) {
    auto work = [count_at_most](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            const auto rows = tx.exec(sql::measure_log, count_at_most);
            const sql_row row(rows.at(0));
            log_measures found;
            found.waiting = row.number<std::int64_t>("waiting");
            if (const auto oldest = row.optional_number<double>("oldest_change"))
                found.oldest_change = seconds(*oldest);
            return found;
        });
    };
    co_return co_await pool_.run(std::move(work));
}

} // namespace greffe::store
