#include "rules/engine/reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace greffe::rules {
namespace {

std::string_view kind_name(const node& n) {
    switch (n.is) {
    case node::kind::null: return "empty";
    case node::kind::scalar: return "a text";
    case node::kind::sequence: return "a list";
    case node::kind::map: return "a map";
    }
    return "";
}

std::string text_hint(const node& n) {
    switch (n.is) {
    case node::kind::sequence: return "write one value, without brackets";
    case node::kind::map: return "write one value, without a key";
    default: return "write it out, or remove it";
    }
}

std::string list_hint(const node& n) {
    constexpr std::size_t longest_shown = 40;
    const bool shown = n.is == node::kind::scalar && !n.text.empty() && n.text.size() <= longest_shown;
    return shown ? "write [" + n.text + "] for a list of one"
                 : "write its items in brackets, or each on a line of its own behind '- '";
}

std::string bounds_hint(bool too_small, bool too_large, int least, int most, std::string_view digits) {
    if (too_small) return "write " + std::to_string(least) + " or more";
    if (too_large) return "write " + std::to_string(most) + " or less";
    return std::string(digits);
}

std::vector<std::string_view> names_of(std::span<const known_key> keys) {
    std::vector<std::string_view> names;
    for (const known_key& key : keys) names.push_back(key.name);
    return names;
}

bool is_name(std::string_view word) {
    return !word.empty() && word.size() <= 64 && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

} // namespace

void reader::error(place at, std::string_view code, std::string message, std::string hint) {
    found.push_back({diagnostic::severity::error, file, at.line, at.column, std::string(code),
                     std::move(message), std::move(hint)});
}

void reader::warn(place at, std::string_view code, std::string message, std::string hint) {
    found.push_back({diagnostic::severity::warning, file, at.line, at.column, std::string(code),
                     std::move(message), std::move(hint)});
}

std::optional<std::string> reader::text(const node& from, std::string_view what) {
    if (from.is == node::kind::scalar && !from.text.empty()) return from.text;
    error(from.at, "wrong-type",
          std::string(what) + " is a text, and this is " +
              std::string(from.is == node::kind::scalar ? "empty" : kind_name(from)),
          text_hint(from));
    return std::nullopt;
}

std::optional<int> reader::integer(const node& from, std::string_view what, int least, int most) {
    int value = 0;
    const char* begin = from.text.data();
    const char* end = begin + from.text.size();
    if (from.text.size() > 1 && *begin == '+' && begin[1] != '-') ++begin;
    const auto parsed = std::from_chars(begin, end, value);
    const bool is_number = from.is == node::kind::scalar && parsed.ptr == end && begin != end;
    const bool too_long = is_number && parsed.ec == std::errc::result_out_of_range;
    const bool too_small = is_number && (too_long ? *begin == '-' : value < least);
    const bool too_large = is_number && (too_long ? *begin != '-' : value > most);
    if (is_number && !too_small && !too_large) return value;
    error(from.at, "bad-value",
          std::string(what) + " is a whole number from " + std::to_string(least) + " to " +
              std::to_string(most),
          bounds_hint(too_small, too_large, least, most, "write digits only, without a unit or a point"));
    return std::nullopt;
}

std::optional<double> reader::number(const node& from, std::string_view what, int least, int most) {
    double value = 0;
    const char* end = from.text.data() + from.text.size();
    const auto parsed = std::from_chars(from.text.data(), end, value, std::chars_format::fixed);
    const bool is_number = from.is == node::kind::scalar && parsed.ec == std::errc{} && parsed.ptr == end;
    if (is_number && value >= least && value <= most) return value;
    error(from.at, "bad-value",
          std::string(what) + " is a number from " + std::to_string(least) + " to " + std::to_string(most),
          bounds_hint(is_number && value < least, is_number && value > most, least, most,
                      "write it in digits, with a point: 0.5"));
    return std::nullopt;
}

std::optional<bool> reader::yes_or_no(const node& from, std::string_view what) {
    if (from.is == node::kind::scalar && from.text == "true") return true;
    if (from.is == node::kind::scalar && from.text == "false") return false;
    error(from.at, "bad-value", std::string(what) + " is true or false", "write true for yes, false for no");
    return std::nullopt;
}

std::optional<std::chrono::seconds> parse_duration(std::string_view written) {
    if (written.size() < 2 || written.size() > 6) return std::nullopt;
    int count = 0;
    const char* unit = written.data() + written.size() - 1;
    const auto parsed = std::from_chars(written.data(), unit, count);
    if (parsed.ptr != unit || parsed.ec != std::errc{} || count <= 0) return std::nullopt;
    switch (*unit) {
    case 's': return std::chrono::seconds(count);
    case 'm': return std::chrono::minutes(count);
    case 'h': return std::chrono::hours(count);
    case 'd': return std::chrono::hours(24) * count;
    default: return std::nullopt;
    }
}

std::optional<std::chrono::seconds> reader::duration(const node& from) {
    auto parsed = from.is == node::kind::scalar ? parse_duration(from.text) : std::nullopt;
    if (!parsed)
        error(from.at, "bad-value", "'" + from.text + "' is no duration", "write it as 30m, 1h or 2d");
    return parsed;
}

std::optional<std::string> reader::name(const node& from, std::string_view what) {
    auto word = text(from, what);
    if (!word || is_name(*word)) return word;
    error(from.at, "bad-name", "'" + *word + "' is no " + std::string(what),
          "use 1 to 64 small letters, digits, '-' and '_'");
    return std::nullopt;
}

list_items reader::texts(const node& from, std::string_view what, bool one) {
    list_items items;
    if (one && from.is == node::kind::scalar) {
        if (auto only = text(from, what)) items.emplace_back(std::move(*only), from.at);
        return items;
    }
    if (!is_sequence(from, what)) return items;
    for (const node& item : from.items)
        if (auto value = text(item, "an item of " + std::string(what)))
            items.emplace_back(std::move(*value), item.at);
    return items;
}

bool reader::is_map(const node& from, std::string_view what, std::string hint) {
    if (from.is == node::kind::map && !from.entries.empty()) return true;
    error(from.at, "wrong-type",
          std::string(what) + " is a map of keys and values, and this is " +
              std::string(from.is == node::kind::map ? "empty" : kind_name(from)),
          std::move(hint));
    return false;
}

bool reader::is_sequence(const node& from, std::string_view what) {
    if (from.is == node::kind::sequence && !from.items.empty()) return true;
    if (from.is == node::kind::sequence) {
        error(from.at, "empty-list", std::string(what) + " is an empty list", "remove it, or fill it");
    } else {
        error(from.at, "wrong-type",
              std::string(what) + " is a list, and this is " + std::string(kind_name(from)), list_hint(from));
    }
    return false;
}

void check_keys(reader& in, const node& map, std::span<const known_key> known, std::string_view what) {
    for (const entry& e : map.entries) {
        if (std::ranges::find(known, e.key, &known_key::name) != known.end()) continue;
        in.error(e.at, "unknown-key", "'" + e.key + "' is no key of " + std::string(what),
                 suggestion(e.key, names_of(known), "its keys are"));
    }
}

bool is_map_of(reader& in, const node& from, std::span<const known_key> known, std::string_view what) {
    if (!in.is_map(from, what, suggestion("", names_of(known), "its keys are"))) return false;
    check_keys(in, from, known, what);
    return true;
}

bool is_map_of(reader& in, const entry& e, std::span<const known_key> known) {
    return is_map_of(in, e.value, known, "'" + e.key + "'");
}

} // namespace greffe::rules
