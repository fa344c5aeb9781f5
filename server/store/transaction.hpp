// One transaction of the application role, with its deadlines: the only way in which repositories speak to
// PostgreSQL. Not thread-safe; lives on the thread that owns the connection.
#pragma once
#include "server/service/ports/failure.hpp"
#include "server/store/dedicated_connection.hpp"
#include "server/store/pqxx_compat.hpp"
#include "server/store/sql_values.hpp"
#include "store/embedded_queries.hpp"

#include <chrono>
#include <stdexcept>

namespace greffe::store {

/// Told of every statement of store/queries after it ran, on the thread that ran it; for metrics. Set once,
/// before the first transaction.
using query_observer = void (*)(const sql::query& statement, std::chrono::nanoseconds took);
void observe_queries(query_observer observer);

/// What every transaction runs under (role, printed forms, deadlines), each set by `set`: SET or SET LOCAL.
std::string settings_of_a_transaction(std::string_view set, std::chrono::milliseconds statement_timeout);

class transaction {
  public:
    enum class kind { read_write, snapshot }; ///< snapshot: repeatable read, read only

    /// Begins; sets the application role, the printed forms that sql_values.hpp reads, statement_timeout and
    /// lock_timeout, for this transaction only.
    explicit transaction(pqxx::connection& connection, kind k = kind::read_write,
                         std::chrono::milliseconds statement_timeout = std::chrono::seconds{10});
    /// Begins on a connection that one thread keeps to itself; its statements may stay prepared.
    explicit transaction(dedicated_connection& connection);

    /// Runs a statement of store/queries.
    template <class... Values>
    pqxx::result exec(const sql::query& statement, const Values&... values) {
        return run(statement, statement_values{.before = {to_sql(values)...}});
    }
    pqxx::result run(const sql::query& statement, const statement_values& values);
    /// The pqxx transaction, for cursors and streams.
    pqxx::transaction_base& base() { return *work_; }
    /// When the connection breaks now, nobody knows whether it happened: pqxx::in_doubt_error.
    void commit();

  private:
    std::unique_ptr<pqxx::dbtransaction> work_;
    dedicated_connection* dedicated_ = nullptr;
};

/// One reading statement as a transaction of its own, with the role and the printed forms of a transaction,
/// in a single round trip: for what is read very often. The statement's text must not hold a dollar sign but
/// for its parameters.
pqxx::result read_at_once(pqxx::connection& connection, const sql::query& statement,
                          const std::vector<sql_value>& values);

/// Another transaction took an external id, or moved something, between two of our statements: run it again.
struct lost_race : std::runtime_error {
    using runtime_error::runtime_error;
};

/// Runs `f(transaction&)` and commits; again, up to three times, after a serialization failure, a deadlock or
/// a lost race.
template <class F>
auto in_transaction(pqxx::connection& connection, F&& f,
                    std::chrono::milliseconds statement_timeout = std::chrono::seconds{10}) {
    for (int attempt = 1;; ++attempt) {
        try {
            transaction tx(connection, transaction::kind::read_write, statement_timeout);
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
        } catch (const lost_race& e) {
            if (attempt == 3) throw service::ports::store_overloaded(e.what());
        }
    }
}

} // namespace greffe::store
