// The differences between libpqxx 6.4 (Debian 12) and 7.x (Debian 13), all in one place. Parameters travel as
// text and are cast in the SQL ($1::uuid[]); results are read as text or by value.
#pragma once
#include <pqxx/pqxx>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#if __has_include(<pqxx/version.hxx>)
#include <pqxx/version.hxx>
#endif

namespace greffe::store {

/// Runs one parametrised statement; a nullopt parameter is NULL. No prepared statement is kept (PgBouncer).
inline pqxx::result exec_params(pqxx::transaction_base& tx, std::string_view sql,
                                const std::vector<std::optional<std::string>>& values) {
#if PQXX_VERSION_MAJOR >= 7
    pqxx::params params;
    params.reserve(values.size());
    for (const auto& value : values)
        params.append(value ? value->c_str() : static_cast<const char*>(nullptr));
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
    return tx.exec(pqxx::zview{std::string(sql)}, params);
#else
    return tx.exec_params(pqxx::zview{std::string(sql)}, params);
#endif
#else
    std::vector<const char*> pointers;
    pointers.reserve(values.size());
    for (const auto& value : values) pointers.push_back(value ? value->c_str() : nullptr);
    return tx.exec_params(std::string(sql), pqxx::prepare::make_dynamic_params(pointers));
#endif
}

/// Runs a statement that pqxx::connection::prepare made, by its name; a nullopt parameter is NULL.
inline pqxx::result exec_prepared(pqxx::transaction_base& tx, const std::string& name,
                                  const std::vector<std::optional<std::string>>& values) {
#if PQXX_VERSION_MAJOR >= 7
    pqxx::params params;
    params.reserve(values.size());
    for (const auto& value : values)
        params.append(value ? value->c_str() : static_cast<const char*>(nullptr));
#if PQXX_VERSION_MAJOR > 7 || PQXX_VERSION_MINOR >= 10
    return tx.exec(pqxx::prepped{name}, params);
#else
    return tx.exec_prepared(name, params);
#endif
#else
    std::vector<const char*> pointers;
    pointers.reserve(values.size());
    for (const auto& value : values) pointers.push_back(value ? value->c_str() : nullptr);
    return tx.exec_prepared(name, pqxx::prepare::make_dynamic_params(pointers));
#endif
}

/// A text as a literal of this connection, with its quotes.
inline std::string quoted(const pqxx::connection& connection, const std::string& text) {
#if PQXX_VERSION_MAJOR >= 7
    return connection.quote(text);
#else
    // 6.4 escapes through a connection that it may still have to open, and so asks for one that is not const.
    return const_cast<pqxx::connection&>(connection).quote(text);
#endif
}

/// The server shuts down (57P01), crashed (57P02), starts (57P03), dropped the database (57P04), became a
/// replica that only reads (25006), or the connection broke (08).
inline bool is_connection_loss(const pqxx::sql_error& e) {
    const std::string state = e.sqlstate();
    return state.starts_with("57P") || state.starts_with("08") || state == "25006";
}

/// A statement that was prepared is not there any more (26000), or what it answers has changed its type
/// (0A000): a new session prepares it anew.
inline bool is_stale_statement(const pqxx::sql_error& e) {
    const std::string state = e.sqlstate();
    return state == "26000" || state == "0A000";
}

/// Our own statement_timeout (57014) or lock_timeout (55P03), or a resource at its end (53).
inline bool is_out_of_resources(const pqxx::sql_error& e) {
    const std::string state = e.sqlstate();
    return state == "57014" || state == "55P03" || state.starts_with("53");
}

} // namespace greffe::store
