#include "admin-cli/json_fields.hpp"

#include <boost/json/serialize.hpp>

namespace greffe::cli {

namespace json = boost::json;

namespace {

const json::value* find(const json::object& in, std::string_view key) {
    return in.if_contains({key.data(), key.size()});
}

} // namespace

std::string text_at(const json::object& in, std::string_view key) {
    const auto* value = find(in, key);
    if (!value || value->is_null() || value->is_structured()) return {};
    if (const auto* text = value->if_string()) return {text->data(), text->size()};
    return json::serialize(*value);
}

std::int64_t number_at(const json::object& in, std::string_view key) {
    const auto* value = find(in, key);
    if (!value || !value->is_number()) return 0;
    json::error_code inexact;
    const auto number = value->to_number<std::int64_t>(inexact);
    return inexact ? 0 : number;
}

bool flag_at(const json::object& in, std::string_view key) {
    const auto* value = find(in, key);
    return value && value->is_bool() && value->get_bool();
}

const json::object& object_at(const json::object& in, std::string_view key) {
    static const json::value none;
    const auto* value = find(in, key);
    return as_object(value ? *value : none);
}

const json::array& array_at(const json::object& in, std::string_view key) {
    static const json::array none;
    const auto* value = find(in, key);
    return value && value->is_array() ? value->get_array() : none;
}

const json::object& as_object(const json::value& value) {
    static const json::object none;
    return value.is_object() ? value.get_object() : none;
}

} // namespace greffe::cli
