// The differences between libpqxx 6.4 (Debian 12) and 7.x (Debian 13), all in one place. Parameters travel as text and
// are cast in the SQL ($1::uuid[]); results are read as text or by value.
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
    for (const auto& value : values) params.append(value ? value->c_str() : static_cast<const char*>(nullptr));
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

} // namespace greffe::store
