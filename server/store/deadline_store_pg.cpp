#include "server/store/deadline_store_pg.hpp"

#include "server/store/review_transaction.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

namespace ports = service::ports;

boost::asio::awaitable<ports::deadline_batch> deadline_store_pg::apply_due(int most,
                                                                           ports::deadline_step step) {
    auto work = [&](pqxx::connection& connection) {
        return in_transaction(connection, [&](transaction& tx) {
            ports::deadline_batch done;
            if (!sql_row(tx.exec(sql::try_lock_deadlines).at(0)).flag("mine")) return done;
            // In the order of their threads, so that these locks and a batch of comments never cross: whoever
            // wants a comment or a case has its thread first.
            const auto due = tx.exec(sql::select_due_cases, most);
            done.more = static_cast<int>(due.size()) == most;
            for (const auto& found : due) {
                const sql_row row(found);
                const ports::review_request request{
                    .comment = ports::comment_by_id{row.id<domain::comment_id>("comment_id"),
                                                    row.id<domain::site_id>("site_id")},
                    .once = std::nullopt,
                    .reader = std::nullopt};
                const auto known = lock_rows(tx, request);
                if (!known) continue;
                const auto missed = step(*known);
                if (!missed) continue;
                write_change(tx, *known, missed->change);
                done.did.push_back(missed->did);
            }
            return done;
        });
    };
    co_return co_await pool_.run(std::move(work));
}

} // namespace greffe::store
