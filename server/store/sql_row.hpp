// One row of a result, read by column name as the domain's values. A NULL where a value is required, or a
// text that is none of the expected ones, is a bug of the statement or of the schema and throws. Valid as
// long as its result.
#pragma once
#include "server/store/pqxx_compat.hpp"
#include "server/store/sql_values.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace greffe::store {

class sql_row {
  public:
    explicit sql_row(pqxx::row row) : row_(std::move(row)) {}

    bool is_null(const char* column) const { return row_[column].is_null(); }
    std::string_view view(const char* column) const {
        const auto field = row_[column];
        if (field.is_null()) throw std::runtime_error(std::string("unexpected NULL in column ") + column);
        return {field.c_str(), field.size()};
    }
    std::string text(const char* column) const { return std::string(view(column)); }
    template <class Int>
    Int number(const char* column) const {
        return row_[column].template as<Int>();
    }
    bool flag(const char* column) const { return view(column) == "t"; }
    domain::timestamp time(const char* column) const { return timestamp_from_sql(view(column)); }
    template <class Id>
    Id id(const char* column) const {
        return id_from_sql<Id>(view(column));
    }
    boost::json::value json(const char* column) const { return boost::json::parse(view(column)); }
    std::string bytes(const char* column) const { return from_bytea(view(column)); }
    /// The value of an enumeration by its public name.
    template <class Enum>
    Enum named(const char* column, std::optional<Enum> (*parse)(std::string_view)) const {
        return parse(view(column)).value();
    }

    std::optional<std::string> optional_text(const char* column) const {
        return is_null(column) ? std::nullopt : std::optional(text(column));
    }
    template <class Int>
    std::optional<Int> optional_number(const char* column) const {
        return is_null(column) ? std::nullopt : std::optional(number<Int>(column));
    }
    std::optional<domain::timestamp> optional_time(const char* column) const {
        return is_null(column) ? std::nullopt : std::optional(time(column));
    }
    template <class Id>
    std::optional<Id> optional_id(const char* column) const {
        return is_null(column) ? std::nullopt : std::optional(id<Id>(column));
    }

  private:
    pqxx::row row_;
};

} // namespace greffe::store
