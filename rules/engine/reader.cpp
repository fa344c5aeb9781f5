#include "rules/engine/reader.hpp"

#include <algorithm>
#include <charconv>

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

void reader::not_supported(place at, std::string_view what, std::string hint) {
    error(at, "not-supported", "this build does not support " + std::string(what), std::move(hint));
}

std::optional<std::string> reader::text(const node& from, std::string_view what) {
    if (from.is == node::kind::scalar && !from.text.empty()) return from.text;
    error(from.at, "wrong-type",
          std::string(what) + " is a text, and this is " +
              std::string(from.is == node::kind::scalar ? "empty" : kind_name(from)));
    return std::nullopt;
}

std::optional<int> reader::integer(const node& from, std::string_view what, int least, int most) {
    int value = 0;
    const char* end = from.text.data() + from.text.size();
    const auto parsed = std::from_chars(from.text.data(), end, value);
    if (from.is == node::kind::scalar && parsed.ec == std::errc{} && parsed.ptr == end && value >= least &&
        value <= most)
        return value;
    error(from.at, "bad-value",
          std::string(what) + " is a whole number from " + std::to_string(least) + " to " +
              std::to_string(most));
    return std::nullopt;
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

bool reader::is_map(const node& from, std::string_view what) {
    if (from.is == node::kind::map && !from.entries.empty()) return true;
    error(from.at, "wrong-type",
          std::string(what) + " is a map of keys and values, and this is " +
              std::string(from.is == node::kind::map ? "empty" : kind_name(from)));
    return false;
}

bool reader::is_sequence(const node& from, std::string_view what) {
    if (from.is == node::kind::sequence && !from.items.empty()) return true;
    if (from.is == node::kind::sequence) {
        error(from.at, "empty-list", std::string(what) + " is an empty list", "remove it, or fill it");
    } else {
        error(from.at, "wrong-type",
              std::string(what) + " is a list, and this is " + std::string(kind_name(from)));
    }
    return false;
}

void check_keys(reader& in, const node& map, std::span<const known_key> known, std::string_view what) {
    std::vector<std::string_view> supported;
    for (const known_key& key : known)
        if (!key.later) supported.push_back(key.name);
    for (const entry& e : map.entries) {
        const auto key = std::ranges::find(known, e.key, &known_key::name);
        if (key == known.end()) {
            std::vector<std::string_view> all;
            for (const known_key& k : known) all.push_back(k.name);
            const auto near = nearest(e.key, all);
            in.error(e.at, "unknown-key", "'" + e.key + "' is no key of " + std::string(what),
                     suggestion(e.key, near.empty() ? supported : all, "its keys are"));
        } else if (key->later) {
            in.not_supported(e.at, "'" + e.key + "' in " + std::string(what),
                             suggestion("", supported, "its keys in this build are"));
        }
    }
}

} // namespace greffe::rules
