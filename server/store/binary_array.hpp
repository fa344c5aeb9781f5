// A column of a multi-row statement in PostgreSQL's binary form of an array, as array_recv and the receiving
// function of its elements read it: nothing is printed here and parsed there. The statement must cast to the
// array of just this type, and what is added must be of its C++ type, or an optional of it: null where there
// is none. Source of the form: PostgreSQL's array_recv, and pg_type for the numbers of the types. Pure.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::store {

/// A type of PostgreSQL: its number in pg_type.
enum class pg : std::uint32_t {
    boolean = 16, ///< bool
    bytea = 17,   ///< strings
    bigint = 20,  ///< std::int64_t
    integer = 23, ///< int
    text = 25,    ///< strings
    timestamptz = 1184,
    uuid = 2950,  ///< uuid and strong ids
    jsonb = 3802, ///< strings that are JSON
};

/// Elements one after the other, each with its length before it.
class binary_elements {
  public:
    void append(bool value);
    void append(std::int32_t value);
    void append(std::int64_t value);
    void append(std::string_view value);
    void append(domain::timestamp value);
    void append(const domain::uuid& value);
    void append_json(std::string_view value);
    void append_null();
    /// The parameter: an array of them.
    std::string array_of(pg type) const;

  private:
    std::string bytes_;
    std::int32_t size_ = 0;
    bool has_null_ = false;
};

template <pg Type>
class binary_array {
  public:
    template <class T>
    void add(const T& value) {
        if constexpr (Type == pg::jsonb)
            elements_.append_json(checked(value));
        else
            elements_.append(checked(value));
    }
    template <class T>
    void add(const std::optional<T>& value) {
        if (value)
            add(*value);
        else
            elements_.append_null();
    }
    std::string bytes() const { return elements_.array_of(Type); }

  private:
    static bool checked(std::same_as<bool> auto value)
        requires(Type == pg::boolean)
    {
        return value;
    }
    static std::int32_t checked(std::same_as<std::int32_t> auto value)
        requires(Type == pg::integer)
    {
        return value;
    }
    static std::int64_t checked(std::signed_integral auto value)
        requires(Type == pg::bigint)
    {
        return value;
    }
    static std::string_view checked(std::string_view value)
        requires(Type == pg::text || Type == pg::bytea || Type == pg::jsonb)
    {
        return value;
    }
    static domain::timestamp checked(domain::timestamp value)
        requires(Type == pg::timestamptz)
    {
        return value;
    }
    static const domain::uuid& checked(const domain::uuid& value)
        requires(Type == pg::uuid)
    {
        return value;
    }
    template <class Kind>
    static const domain::uuid& checked(const domain::strong_id<Kind>& value)
        requires(Type == pg::uuid)
    {
        return value.value;
    }
    binary_elements elements_;
};

} // namespace greffe::store
