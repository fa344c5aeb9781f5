// One transaction of the application role, with its deadlines: the only way in which repositories speak to
// PostgreSQL. Not thread-safe; lives on the thread that owns the connection.
#pragma once
#include "server/store/pqxx_compat.hpp"
#include "server/store/sql_values.hpp"
#include "store/embedded_queries.hpp"

#include <chrono>

namespace greffe::store {

/// Told of every statement of store/queries after it ran, on the thread that ran it; for metrics. Set once,
/// before the first transaction.
using query_observer = void (*)(const sql::query& statement, std::chrono::nanoseconds took);
void observe_queries(query_observer observer);

class transaction {
  public:
    enum class kind { read_write, snapshot }; ///< snapshot: repeatable read, read only

    /// Begins; sets the application role, the printed forms that sql_values.hpp reads, statement_timeout and
    /// lock_timeout, for this transaction only.
    explicit transaction(pqxx::connection& connection, kind k = kind::read_write,
                         std::chrono::milliseconds statement_timeout = std::chrono::seconds{10});

    /// Runs a statement of store/queries.
    template <class... Values>
    pqxx::result exec(const sql::query& statement, const Values&... values) {
        return run(statement, {to_sql(values)...});
    }
    pqxx::result run(const sql::query& statement, const std::vector<sql_value>& values);
    /// The pqxx transaction, for cursors and streams.
    pqxx::transaction_base& base() { return *work_; }
    /// When the connection breaks now, nobody knows whether it happened: pqxx::in_doubt_error.
    void commit();

  private:
    std::unique_ptr<pqxx::dbtransaction> work_;
};

/// Runs `f(transaction&)` and commits; again, up to three times, after a serialization failure or a deadlock.
template <class F>
auto in_transaction(pqxx::connection& connection, F&& f) {
    for (int attempt = 1;; ++attempt) {
        try {
            transaction tx(connection);
            if constexpr (std::is_void_v<decltype(f(tx))>) {
                f(tx);
                tx.commit();
                return;
            } else {
                auto outcome = f(tx);
                tx.commit();
                return outcome;
            }
        } catch (const pqxx::serialization_failure&) {
            if (attempt == 3) throw;
        } catch (const pqxx::deadlock_detected&) {
            if (attempt == 3) throw;
        }
    }
}

} // namespace greffe::store
