// The differences between libpqxx 6.4 (Debian 12) and 7.x (Debian 13), all in one place. Parameters are
// cast in the SQL ($1::uuid[]): single ones travel as text, columns of many rows in binary form. Results are
// read as text.
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

/// The parameters of a statement, in their order: texts (nullopt is NULL), then columns in binary form, then
/// texts again.
struct statement_values {
    std::vector<std::optional<std::string>> before{};
    std::vector<std::string> columns{};
    std::vector<std::optional<std::string>> behind{};
};

namespace detail {

#if PQXX_VERSION_MAJOR >= 7
/// `values` must outlive it.
inline pqxx::params parameters_of(const statement_values& values) {
    pqxx::params all;
    all.reserve(values.before.size() + values.columns.size() + values.behind.size());
    const auto append_texts = [&](const std::vector<std::optional<std::string>>& texts) {
        for (const auto& text : texts) all.append(text ? text->c_str() : static_cast<const char*>(nullptr));
    };
    append_texts(values.before);
    for (const auto& column : values.columns) all.append(pqxx::binary_cast(column));
    append_texts(values.behind);
    return all;
}
#else
inline std::vector<const char*> pointers_of(const std::vector<std::optional<std::string>>& texts) {
    std::vector<const char*> pointers;
    pointers.reserve(texts.size());
    for (const auto& text : texts) pointers.push_back(text ? text->c_str() : nullptr);
    return pointers;
}

template <class Run>
pqxx::result with_parameters(const statement_values& values, Run&& run) {
    using pqxx::prepare::make_dynamic_params;
    const auto before = pointers_of(values.before), behind = pointers_of(values.behind);
    std::vector<pqxx::binarystring> columns;
    columns.reserve(values.columns.size());
    for (const auto& column : values.columns) columns.emplace_back(column);
    return run(make_dynamic_params(before), make_dynamic_params(columns), make_dynamic_params(behind));
}
#endif

} // namespace detail

/// Runs one parametrised statement. No prepared statement is kept (PgBouncer).
inline pqxx::result exec_once(pqxx::transaction_base& tx, std::string_view sql,
                              const statement_values& values) {
#if PQXX_VERSION_MAJOR > 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR >= 10)
    return tx.exec(pqxx::zview{std::string(sql)}, detail::parameters_of(values));
#elif PQXX_VERSION_MAJOR == 7
    return tx.exec_params(pqxx::zview{std::string(sql)}, detail::parameters_of(values));
#else
    return detail::with_parameters(
        values, [&](const auto&... parts) { return tx.exec_params(std::string(sql), parts...); });
#endif
}
inline pqxx::result exec_params(pqxx::transaction_base& tx, std::string_view sql,
                                const std::vector<std::optional<std::string>>& values) {
    return exec_once(tx, sql, statement_values{.before = values});
}

/// Runs a statement that pqxx::connection::prepare made, by its name.
inline pqxx::result exec_prepared(pqxx::transaction_base& tx, const std::string& name,
                                  const statement_values& values) {
#if PQXX_VERSION_MAJOR > 7 || (PQXX_VERSION_MAJOR == 7 && PQXX_VERSION_MINOR >= 10)
    return tx.exec(pqxx::prepped{name}, detail::parameters_of(values));
#elif PQXX_VERSION_MAJOR == 7
    return tx.exec_prepared(name, detail::parameters_of(values));
#else
    return detail::with_parameters(values,
                                   [&](const auto&... parts) { return tx.exec_prepared(name, parts...); });
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
