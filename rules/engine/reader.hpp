// What the readers of a document's parts share: the file's name, the diagnostics so far, the lists, and the
// reading of plain values. Every reader goes on after an error, so that one check shows all of them.
#pragma once
#include "rules/engine/document.hpp"
#include "rules/engine/names.hpp"
#include "rules/engine/nearest.hpp"
#include "rules/engine/verdict.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// The items of one list, with their places.
using list_items = std::vector<std::pair<std::string, place>>;

struct named_list {
    place at;
    list_items items;
    bool used = false;
};

struct reader {
    std::string file;
    diagnostics& found;
    std::map<std::string, named_list> lists{};
    std::size_t values_named = 0;              ///< of lists, once for every condition that names one
    rule_target target = rule_target::comment; ///< of the rule that is being read

    void error(place at, std::string_view code, std::string message, std::string hint);
    void warn(place at, std::string_view code, std::string message, std::string hint);

    /// nullopt, with a diagnostic, when it is no text (or is empty).
    std::optional<std::string> text(const node& from, std::string_view what);
    std::optional<int> integer(const node& from, std::string_view what, int least, int most);
    /// Decimal, with a point.
    std::optional<double> number(const node& from, std::string_view what, int least, int most);
    std::optional<bool> yes_or_no(const node& from, std::string_view what); ///< true | false
    /// 30s, 10m, 2h, 7d.
    std::optional<std::chrono::seconds> duration(const node& from);
    /// Letters, digits, '-' and '_', as ids and names are.
    std::optional<std::string> name(const node& from, std::string_view what);
    /// A sequence of texts, not empty; one bare text counts as a sequence of one when `one` is set.
    list_items texts(const node& from, std::string_view what, bool one = false);
    /// `hint` says how to write one.
    bool is_map(const node& from, std::string_view what, std::string hint);
    bool is_sequence(const node& from, std::string_view what);

    template <class Enum, std::size_t N>
    std::optional<Enum> one_of(const node& from, std::string_view what,
                               const std::pair<Enum, std::string_view> (&table)[N]) {
        const auto word = text(from, what);
        if (!word) return std::nullopt;
        if (const auto value = value_in(table, *word)) return value;
        std::vector<std::string_view> known;
        for (const auto& row : table) known.push_back(row.second);
        error(from.at, "bad-value", "'" + *word + "' is no " + std::string(what),
              suggestion(*word, known, "it is one of"));
        return std::nullopt;
    }
};

struct known_key {
    std::string_view name;
};

std::optional<std::chrono::seconds> parse_duration(std::string_view written);

/// Reports the keys of `map` that are not known.
void check_keys(reader& in, const node& map, std::span<const known_key> known, std::string_view what);
/// Whether it is a map, whatever its keys; reports those that are not known.
bool is_map_of(reader& in, const node& from, std::span<const known_key> known, std::string_view what);
/// The same of the value of a key, which it is called by.
bool is_map_of(reader& in, const entry& e, std::span<const known_key> known);

} // namespace greffe::rules
