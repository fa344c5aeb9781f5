// Reads one JSON object as a record, strictly: every key is asked for by name and type, and what nobody asked
// for is an error. The first error of a record and of all the records below it is kept, with the path of its
// field
// ("author/name", "body/3/text"); after it every answer is a default, so that a reader reads straight down
// and asks once, at the end. Not thread-safe; the JSON must outlive the reader.
#pragma once
#include "server/domain/error.hpp"
#include "server/domain/timestamp.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::domain {

/// The highest revision of a comment that a record may name.
inline constexpr std::int64_t highest_revision = 1'000'000;

class record_reader {
  public:
    explicit record_reader(const boost::json::object& from,
                           std::initializer_list<std::string_view> also_allowed = {});
    record_reader(const record_reader&) = delete;
    record_reader& operator=(const record_reader&) = delete;

    bool has(std::string_view key); ///< there, and not null
    /// The value of an optional key as it is; null counts as absent everywhere.
    const boost::json::value* find(std::string_view key);

    std::string text(std::string_view key); ///< required
    std::string text_or_empty(std::string_view key);
    std::optional<std::string> optional_text(std::string_view key);
    bool flag(std::string_view key); ///< false when absent
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t low, std::int64_t high);
    std::optional<timestamp> time(std::string_view key); ///< RFC 3339 with an offset

    /// The value of an enumeration by its public name, read by `parse`.
    template <class Enum>
    std::optional<Enum> optional_named(std::string_view key, std::optional<Enum> (*parse)(std::string_view)) {
        const auto name = optional_text(key);
        if (!name) return std::nullopt;
        const auto value = parse(*name);
        if (!value) fail_at(key, "is no name that is known here");
        return value;
    }
    template <class Enum>
    Enum named(std::string_view key, std::optional<Enum> (*parse)(std::string_view), Enum otherwise) {
        return optional_named(key, parse).value_or(otherwise);
    }
    /// The items of an array of objects, each read by `read(record_reader&) -> Item`.
    template <class Item, class Read>
    std::vector<Item> records(std::string_view key, Read read) {
        std::vector<Item> items;
        const boost::json::array* array = array_at(key);
        for (std::size_t i = 0; array && i < array->size() && !failed(); ++i) {
            const std::string item_path = child_path(key) + "/" + std::to_string(i);
            if (const auto* object = object_from((*array)[i], item_path)) {
                record_reader reader(*object, item_path, *error_);
                items.push_back(read(reader));
                reader.refuse_unknown_keys();
            }
        }
        return items;
    }
    /// An optional object, read by `read(record_reader&) -> Value`.
    template <class Value, class Read>
    std::optional<Value> record(std::string_view key, Read read) {
        const auto* value = find(key);
        const auto* object = value ? object_from(*value, child_path(key)) : nullptr;
        if (!object) return std::nullopt;
        record_reader reader(*object, child_path(key), *error_);
        std::optional<Value> out = read(reader);
        reader.refuse_unknown_keys();
        return out;
    }
    std::vector<std::string> texts(std::string_view key);
    std::vector<std::int64_t> integers(std::string_view key, std::int64_t low, std::int64_t high);

    /// Keeps the first error; `key` empty: the record itself.
    void fail_at(std::string_view key, std::string_view what);
    bool failed() const { return error_->has_value(); }

    /// Call once, when everything has been asked for: the value, or the first error.
    template <class Value>
    result<Value> finish(Value value) {
        refuse_unknown_keys();
        if (failed()) return std::move(**error_);
        return value;
    }

  private:
    record_reader(const boost::json::object& from, std::string path, std::optional<error>& shared);

    std::string child_path(std::string_view key) const;
    void fail_with(std::string path, std::string_view what);
    const boost::json::object* object_from(const boost::json::value& value, const std::string& path);
    const boost::json::array* array_at(std::string_view key);
    std::optional<std::string> text_from(const boost::json::value& value, const std::string& path);
    std::optional<std::int64_t> integer_from(const boost::json::value& value, const std::string& path,
                                             std::int64_t low, std::int64_t high);
    void refuse_unknown_keys();

    const boost::json::object& from_;
    std::string path_;
    std::vector<std::string_view> known_;
    std::optional<error> own_error_;
    std::optional<error>* error_ = &own_error_;
};

} // namespace greffe::domain
