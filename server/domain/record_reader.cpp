#include "server/domain/record_reader.hpp"

#include "server/domain/text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include <algorithm>

namespace greffe::domain {

namespace {

// A key comes from outside: what is told back of it is short, and text.
std::string shown(std::string_view key) {
    constexpr std::size_t characters = 100;
    return is_valid_text(key) ? std::string(first_characters(key, characters)) : std::string("?");
}

} // namespace

record_reader::record_reader(const boost::json::object& from,
                             std::initializer_list<std::string_view> also_allowed)
    : from_(from), known_(also_allowed) {}

record_reader::record_reader(const boost::json::object& from, std::string path, std::optional<error>& shared)
    : from_(from), path_(std::move(path)), error_(&shared) {}

std::string record_reader::child_path(std::string_view key) const {
    if (key.empty()) return path_;
    return path_.empty() ? std::string(key) : path_ + "/" + std::string(key);
}

void record_reader::fail_with(std::string path, std::string_view what) {
    if (failed()) return;
    std::string detail = (path.empty() ? "the value" : path) + " " + std::string(what);
    *error_ = fail(errc::invalid_field, std::move(path), std::move(detail));
}

void record_reader::fail_at(std::string_view key, std::string_view what) {
    fail_with(child_path(key), what);
}

const boost::json::value* record_reader::find(std::string_view key) {
    known_.push_back(key);
    const auto* value = from_.if_contains(key);
    return value && !value->is_null() ? value : nullptr;
}

bool record_reader::has(std::string_view key) {
    const auto* value = from_.if_contains(key);
    return value && !value->is_null();
}

const boost::json::object* record_reader::object_from(const boost::json::value& value,
                                                      const std::string& path) {
    if (const auto* object = value.if_object()) return object;
    fail_with(path, "must be an object");
    return nullptr;
}

const boost::json::array* record_reader::array_at(std::string_view key) {
    const auto* value = find(key);
    if (!value) return nullptr;
    if (const auto* array = value->if_array()) return array;
    fail_at(key, "must be an array");
    return nullptr;
}

std::optional<std::string> record_reader::text_from(const boost::json::value& value,
                                                    const std::string& path) {
    const auto* string = value.if_string();
    if (!string) {
        fail_with(path, "must be a string");
        return std::nullopt;
    }
    const std::string_view bytes(string->data(), string->size());
    if (bytes.find('\0') != std::string_view::npos) {
        fail_with(path, "holds a NUL character");
        return std::nullopt;
    }
    if (!is_valid_text(bytes)) {
        fail_with(path, "is not valid UTF-8");
        return std::nullopt;
    }
    return std::string(bytes);
}

std::optional<std::int64_t> record_reader::integer_from(const boost::json::value& value,
                                                        const std::string& path, std::int64_t low,
                                                        std::int64_t high) {
    boost::json::error_code not_integer;
    const auto number =
        value.is_number() && !value.is_double() ? value.to_number<std::int64_t>(not_integer) : 0;
    if (!value.is_number() || value.is_double() || not_integer) {
        fail_with(path, "must be an integer");
        return std::nullopt;
    }
    if (number < low || number > high) {
        fail_with(path, "must be from " + std::to_string(low) + " to " + std::to_string(high));
        return std::nullopt;
    }
    return number;
}

std::optional<std::string> record_reader::optional_text(std::string_view key) {
    const auto* value = find(key);
    return value ? text_from(*value, child_path(key)) : std::nullopt;
}

std::string record_reader::text(std::string_view key) {
    if (!has(key)) fail_at(key, "is missing");
    return text_or_empty(key);
}

std::string record_reader::text_or_empty(std::string_view key) {
    return optional_text(key).value_or(std::string());
}

bool record_reader::flag(std::string_view key) {
    const auto* value = find(key);
    if (!value) return false;
    if (const auto* flag = value->if_bool()) return *flag;
    fail_at(key, "must be true or false");
    return false;
}

std::optional<std::int64_t> record_reader::integer(std::string_view key, std::int64_t low,
                                                   std::int64_t high) {
    const auto* value = find(key);
    return value ? integer_from(*value, child_path(key), low, high) : std::nullopt;
}

std::optional<timestamp> record_reader::time(std::string_view key) {
    const auto text = optional_text(key);
    if (!text) return std::nullopt;
    if (const auto time = parse_rfc3339(*text)) return time;
    fail_at(key, "must be an RFC 3339 time with an offset, such as 2024-04-09T09:56:00+02:00");
    return std::nullopt;
}

std::vector<std::string> record_reader::texts(std::string_view key) {
    std::vector<std::string> items;
    const auto* array = array_at(key);
    for (std::size_t i = 0; array && i < array->size() && !failed(); ++i)
        items.push_back(
            text_from((*array)[i], child_path(key) + "/" + std::to_string(i)).value_or(std::string()));
    return items;
}

std::vector<std::int64_t> record_reader::integers(std::string_view key, std::int64_t low, std::int64_t high) {
    std::vector<std::int64_t> items;
    const auto* array = array_at(key);
    for (std::size_t i = 0; array && i < array->size() && !failed(); ++i)
        items.push_back(
            integer_from((*array)[i], child_path(key) + "/" + std::to_string(i), low, high).value_or(0));
    return items;
}

void record_reader::refuse_unknown_keys() {
    for (const auto& entry : from_) {
        const std::string_view key(entry.key().data(), entry.key().size());
        if (std::ranges::find(known_, key) == known_.end())
            fail_with(child_path(shown(key)), "is not a key of this record");
    }
}

} // namespace greffe::domain
