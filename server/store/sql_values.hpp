// Values on their way into and out of SQL, as PostgreSQL's text forms: parameters (with NULL), array literals
// for unnest(), uuid, timestamptz, bytea. Pure.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::store {

using sql_value = std::optional<std::string>; ///< nullopt is NULL

inline sql_value to_sql(std::string text) {
    return text;
}
inline sql_value to_sql(std::string_view text) {
    return std::string(text);
}
inline sql_value to_sql(const char* text) {
    return std::string(text);
}
inline sql_value to_sql(bool value) {
    return value ? "t" : "f";
}
template <std::integral Int>
    requires(!std::same_as<Int, bool>)
sql_value to_sql(Int value) {
    return std::to_string(value);
}
inline sql_value to_sql(const domain::uuid& id) {
    return id.to_string();
}
template <class Kind>
sql_value to_sql(const domain::strong_id<Kind>& id) {
    return id.to_string();
}
inline sql_value to_sql(domain::timestamp time) {
    return domain::to_rfc3339(time);
}
template <class T>
sql_value to_sql(const std::optional<T>& value) {
    return value ? to_sql(*value) : sql_value{};
}

/// bytea in hex form.
std::string to_bytea(std::string_view bytes);
/// Reads bytea's hex output ("\x…").
std::string from_bytea(std::string_view hex);

/// A column of a multi-row insert: grows value by value, prints as an array literal such as
/// {"a",NULL,"b\"c"}.
class sql_array {
  public:
    template <class T>
    void add(const T& value) {
        append(to_sql(value));
    }
    void append(const sql_value& value);
    std::size_t size() const { return size_; }
    std::string literal() const { return text_ + "}"; }

  private:
    std::string text_ = "{";
    std::size_t size_ = 0;
};
inline sql_value to_sql(const sql_array& column) {
    return column.literal();
}

/// Reads timestamptz as printed under "SET datestyle = ISO" and TimeZone UTC: "2024-04-09 07:56:00.5+00".
domain::timestamp timestamp_from_sql(std::string_view text);

template <class Id>
Id id_from_sql(std::string_view text) {
    return Id::parse(text).value();
}

} // namespace greffe::store
