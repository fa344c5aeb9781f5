#include "admin-cli/setting_arguments.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/outcome.hpp"
#include "admin-cli/terminal_text.hpp"
#include "server/domain/moderation.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <string_view>

namespace greffe::cli {

namespace {

namespace json = boost::json;

constexpr std::string_view not_settings[] = {"id", "name", "created_at", "moderation"};
constexpr std::string_view mode_key = "mode";

bool is_mode(std::string_view key) {
    return key == mode_key || key.starts_with("mode.");
}

bool is_mode_value(std::string_view text) {
    return text.empty() || domain::parse_moderation_mode(text.substr(0, text.find_first_of("@,")));
}

/// Ids and tags may hold '=' themselves: a mode's value begins after the one that a mode follows.
std::size_t end_of_key(std::string_view argument) {
    const auto first = argument.find('=');
    if (!is_mode(argument.substr(0, first))) return first;
    for (auto at = first; at != std::string_view::npos; at = argument.find('=', at + 1))
        if (is_mode_value(argument.substr(at + 1))) return at;
    return first;
}

void put_mode_value(json::object& into, std::string_view value) {
    const auto mode = value.substr(0, value.find(','));
    value.remove_prefix(mode.size());
    into["mode"] = mode.substr(0, mode.find('@'));
    if (const auto at = mode.find('@'); at != std::string_view::npos) into["until"] = mode.substr(at + 1);
    while (!value.empty()) {
        value.remove_prefix(1);
        const auto part = value.substr(0, value.find(','));
        value.remove_prefix(part.size());
        const auto equals = part.find('=');
        into[part.substr(0, equals)] = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    }
}

json::object mode_from(std::string_view key, std::string_view value) {
    json::object mode{{"scope", "site"}};
    if (key != mode_key) {
        key.remove_prefix(mode_key.size() + 1);
        const auto dot = key.find('.');
        mode["scope"] = key.substr(0, dot);
        if (dot != std::string_view::npos) mode["target"] = key.substr(dot + 1);
    }
    if (value.empty())
        mode["mode"] = nullptr;
    else
        put_mode_value(mode, value);
    return mode;
}

template <class Number>
std::optional<Number> whole_text_as(std::string_view text) {
    Number number{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

json::value value_from(std::string_view text) {
    if (text.empty()) return nullptr;
    if (const auto number = whole_text_as<std::int64_t>(text)) return *number;
    // Not "inf" or "nan", which are no JSON.
    if (const auto number = whole_text_as<double>(text); number && std::isfinite(*number)) return *number;
    return json::string(text);
}

void put(json::object& into, std::string_view key, json::value value) {
    const auto dot = key.find('.');
    if (dot == std::string_view::npos) {
        into[key] = std::move(value);
        return;
    }
    auto& group = into[key.substr(0, dot)];
    if (!group.is_object()) group.emplace_object();
    group.as_object()[key.substr(dot + 1)] = std::move(value);
}

/// As an argument would say it: nothing for what is not set, "1.5" and not JSON's "1.5E0".
std::string shown(const json::value& value) {
    if (value.is_null()) return {};
    if (const auto* text = value.if_string()) return std::string(text->data(), text->size());
    if (const auto* number = value.if_double()) {
        char text[32];
        return {text, std::to_chars(text, std::end(text), *number).ptr};
    }
    return json::serialize(value);
}

std::string mode_line(const json::object& mode) {
    const auto scope = text_at(mode, "scope");
    std::string line(mode_key);
    if (scope != "site") line += "." + scope + "." + text_at(mode, "target");
    line += "=" + text_at(mode, "mode");
    if (const auto until = text_at(mode, "until"); !until.empty()) line += "@" + until;
    for (const char* part : {"deadline", "at_deadline"})
        if (const auto told = text_at(mode, part); !told.empty())
            line += "," + std::string(part) + "=" + told;
    return one_line(line);
}

} // namespace

json::object settings_from(const std::vector<std::string>& arguments) {
    json::object asked;
    json::array modes;
    std::set<std::string_view> seen;
    for (const std::string_view argument : arguments) {
        const auto end = end_of_key(argument);
        if (end == std::string_view::npos || end == 0)
            throw failure(exit_code::usage, "'" + one_line(argument) + "' is no key=value");
        const auto key = argument.substr(0, end);
        const auto value = argument.substr(end + 1);
        if (!seen.insert(key).second)
            throw failure(exit_code::usage, "'" + one_line(key) + "' is given twice");
        if (is_mode(key))
            modes.push_back(mode_from(key, value));
        else
            put(asked, key, value_from(value));
    }
    if (!modes.empty()) asked["moderation"] = std::move(modes);
    return asked;
}

std::vector<std::string> settings_of(const json::object& site) {
    std::vector<std::string> lines;
    for (const auto& [key, value] : site) {
        const std::string_view name(key.data(), key.size());
        if (std::ranges::find(not_settings, name) != std::end(not_settings)) continue;
        if (const auto* group = value.if_object()) {
            for (const auto& [inner, inner_value] : *group)
                lines.push_back(
                    one_line(std::string(name) + "." + std::string(inner) + "=" + shown(inner_value)));
        } else {
            lines.push_back(one_line(std::string(name) + "=" + shown(value)));
        }
    }
    for (const auto& mode : array_at(site, "moderation")) lines.push_back(mode_line(as_object(mode)));
    return lines;
}

} // namespace greffe::cli
