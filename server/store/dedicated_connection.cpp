#include "server/store/dedicated_connection.hpp"

#include "server/store/connection_pool.hpp"
#include "server/store/transaction.hpp"

namespace greffe::store {

namespace {

/// PostgreSQL tells its process at the start of a session, for cancelling; a pooler tells a number of its
/// own, and the session that runs a statement another.
bool reaches_postgres(pqxx::connection& connection) {
    pqxx::nontransaction work(connection);
    const std::string running = work.exec("SELECT pg_backend_pid()").at(0).at(0).c_str();
    return running == std::to_string(connection.backendpid());
}

// Every statement here finds its rows by key.
constexpr const char* plans_by_key = "SET enable_seqscan = off; SET enable_hashjoin = off; "
                                     "SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan";

// Of several indexes that begin with the site, the plan of an empty table may take any, and would keep it
// while the table grows.
constexpr std::chrono::seconds plans_are_kept{1};

} // namespace

dedicated_connection::dedicated_connection(const std::string& url) : connection_(connect(url)) {
    try {
        direct_ = reaches_postgres(*connection_);
        if (!direct_) return;
        pqxx::nontransaction work(*connection_);
        work.exec(settings_of_a_transaction("SET", std::chrono::seconds{10}));
        work.exec(plans_by_key);
    } catch (...) {
        rethrow_translated();
    }
}

pqxx::result dedicated_connection::exec(pqxx::transaction_base& tx, const sql::query& statement,
                                        const statement_values& values) {
    if (!direct_) return exec_once(tx, statement.text, values);
    if (const auto now = std::chrono::steady_clock::now(); now - planned_at_ >= plans_are_kept) {
        tx.exec("DISCARD PLANS");
        planned_at_ = now;
    }
    const std::string name(statement.name);
    if (!prepared_.contains(statement.name)) {
        connection_->prepare(name, std::string(statement.text));
        prepared_.insert(statement.name);
    }
    return exec_prepared(tx, name, values);
}

} // namespace greffe::store
