// A connection that one thread keeps to itself over many transactions. When it reaches PostgreSQL itself, the
// session is ours alone: role, printed forms and deadlines are set once, and statements stay prepared, so
// that a batch pays neither for parsing nor for planning. Behind a pooler, where the next transaction may run
// in another session, every transaction sets its own and nothing is prepared. Not thread-safe.
#pragma once
#include "server/store/pqxx_compat.hpp"
#include "server/store/sql_values.hpp"
#include "store/embedded_queries.hpp"

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::store {

class dedicated_connection {
  public:
    /// Connects, and asks which of both it is. Throws service::ports::store_unavailable.
    explicit dedicated_connection(const std::string& url);

    pqxx::connection& get() { return *connection_; }
    const pqxx::connection& get() const { return *connection_; }
    /// Its session is ours alone.
    bool is_direct() const { return direct_; }

    /// Runs a statement within a transaction on this connection.
    pqxx::result exec(pqxx::transaction_base& tx, const sql::query& statement,
                      const statement_values& values);

  private:
    std::unique_ptr<pqxx::connection> connection_;
    bool direct_ = false;
    std::chrono::steady_clock::time_point planned_at_ = std::chrono::steady_clock::now();
    std::set<std::string_view> prepared_; // names of statements
};

} // namespace greffe::store
