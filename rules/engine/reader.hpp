// What the readers of a document's parts share: the file's name, the diagnostics so far, the lists, and the
// reading of plain values. Every reader goes on after an error, so that one check shows all of them.
#pragma once
#include "rules/engine/document.hpp"
#include "rules/engine/names.hpp"
#include "rules/engine/nearest.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// The items of one list, with their places.
using list_items = std::vector<std::pair<std::string, place>>;

struct reader {
    std::string file;
    diagnostics& found;
    std::map<std::string, list_items> lists{};

    void error(place at, std::string_view code, std::string message, std::string hint = {});
    void warn(place at, std::string_view code, std::string message, std::string hint = {});
    void not_supported(place at, std::string_view what, std::string hint);

    /// nullopt, with a diagnostic, when it is no text (or is empty).
    std::optional<std::string> text(const node& from, std::string_view what);
    std::optional<int> integer(const node& from, std::string_view what, int least, int most);
    /// Letters, digits, '-' and '_', as ids and names are.
    std::optional<std::string> name(const node& from, std::string_view what);
    /// A sequence of texts, not empty; one bare text counts as a sequence of one when `one` is set.
    list_items texts(const node& from, std::string_view what, bool one = false);
    bool is_map(const node& from, std::string_view what);
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

/// A key of a map; `later` marks one that the language knows and this build does not.
struct known_key {
    std::string_view name;
    bool later = false;
};

/// Reports the keys of `map` that are not known, or that this build does not support.
void check_keys(reader& in, const node& map, std::span<const known_key> known, std::string_view what);

} // namespace greffe::rules
