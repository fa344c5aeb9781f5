#include "server/store/transaction.hpp"

namespace greffe::store {

namespace {

std::unique_ptr<pqxx::dbtransaction> begin(pqxx::connection& connection, transaction::kind k) {
#if PQXX_VERSION_MAJOR >= 7
    if (k == transaction::kind::snapshot)
        return std::make_unique<pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only>>(
            connection);
#else
    if (k == transaction::kind::snapshot)
        return std::make_unique<pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::readwrite_policy::read_only>>(
            connection);
#endif
    return std::make_unique<pqxx::work>(connection);
}

} // namespace

transaction::transaction(pqxx::connection& connection, kind k, std::chrono::milliseconds statement_timeout)
    : work_(begin(connection, k)) {
    // One round trip; LOCAL, so that a pooled connection keeps nothing.
    const auto ms = std::to_string(statement_timeout.count());
    work_->exec("SET LOCAL ROLE greffe_app; SET LOCAL TimeZone = 'UTC'; SET LOCAL statement_timeout = " + ms +
                "; SET LOCAL lock_timeout = " + ms);
}

pqxx::result transaction::run(const sql::query& statement, const std::vector<sql_value>& values) {
    return exec_params(*work_, statement.text, values);
}

} // namespace greffe::store
