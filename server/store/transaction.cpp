#include "server/store/transaction.hpp"

#include <atomic>

namespace greffe::store {

namespace {

std::atomic<query_observer> observer = nullptr;

std::unique_ptr<pqxx::dbtransaction> begin(pqxx::connection& connection, transaction::kind k) {
#if PQXX_VERSION_MAJOR >= 7
    if (k == transaction::kind::snapshot)
        return std::make_unique<
            pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only>>(
            connection);
#else
    if (k == transaction::kind::snapshot)
        return std::make_unique<
            pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::readwrite_policy::read_only>>(
            connection);
#endif
    return std::make_unique<pqxx::work>(connection);
}

} // namespace

void observe_queries(query_observer with) {
    observer = with;
}

transaction::transaction(pqxx::connection& connection, kind k, std::chrono::milliseconds statement_timeout)
    : work_(begin(connection, k)) {
    // One round trip; LOCAL, so that a pooled connection keeps nothing.
    const auto ms = std::to_string(statement_timeout.count());
    work_->exec("SET LOCAL ROLE greffe_app; SET LOCAL TimeZone = 'UTC'; SET LOCAL datestyle = 'ISO'; "
                "SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = " +
                ms + "; SET LOCAL lock_timeout = " + ms);
}

pqxx::result transaction::run(const sql::query& statement, const std::vector<sql_value>& values) {
    const auto begun = std::chrono::steady_clock::now();
    auto rows = exec_params(*work_, statement.text, values);
    if (const auto told = observer.load()) told(statement, std::chrono::steady_clock::now() - begun);
    return rows;
}

void transaction::commit() {
    try {
        work_->commit();
    } catch (const pqxx::broken_connection& e) {
        throw pqxx::in_doubt_error(e.what());
    } catch (const pqxx::statement_completion_unknown& e) {
        throw pqxx::in_doubt_error(e.what());
    } catch (const pqxx::sql_error& e) {
        if (is_connection_loss(e)) throw pqxx::in_doubt_error(e.what());
        throw;
    }
}

} // namespace greffe::store
