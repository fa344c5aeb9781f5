#include "rules/engine/read_shape.hpp"

#include "rules/text/language.hpp"

namespace greffe::rules {
namespace {

constexpr int most_of_a_thing = 100'000;

constexpr std::pair<repeat_condition::unit, std::string_view> units[] = {
    {repeat_condition::unit::characters, "characters"}, {repeat_condition::unit::words, "words"}};

// The number under `over`, which these conditions cannot do without.
std::optional<int> read_over(reader& in, const entry& e, std::string_view what, int most) {
    const node* over = e.value.find("over");
    if (over != nullptr) return in.integer(*over, "'over'", 0, most);
    in.error(e.at, "missing-key", "'" + std::string(what) + "' says no number", "add 'over'");
    return std::nullopt;
}

} // namespace

std::optional<condition> read_caps(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"over"}, {"letters"}};
    if (!is_map_of(in, e, keys)) return std::nullopt;
    const auto over = read_over(in, e, "caps", 99);
    caps_condition made{.over = over.value_or(0)};
    if (const node* letters = e.value.find("letters"))
        made.letters = in.integer(*letters, "'letters'", 1, most_of_a_thing).value_or(made.letters);
    if (!over) return std::nullopt;
    return condition{.at = e.at, .in = read_field(in, map), .is = made};
}

std::optional<condition> read_repeat(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"over"}, {"of"}};
    if (!is_map_of(in, e, keys)) return std::nullopt;
    const auto over = read_over(in, e, "repeat", most_of_a_thing);
    repeat_condition made{.over = over.value_or(1)};
    if (const node* of = e.value.find("of"))
        made.of = in.one_of(*of, "unit", units).value_or(repeat_condition::unit::characters);
    if (over && *over < 1) {
        in.error(e.at, "bad-value", "everything stands more than 0 times in a row", "write over: 1, or more");
        return std::nullopt;
    }
    if (!over) return std::nullopt;
    return condition{.at = e.at, .in = read_field(in, map), .is = made};
}

std::optional<condition> read_emoji(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"over"}};
    if (!is_map_of(in, e, keys)) return std::nullopt;
    const auto over = read_over(in, e, "emoji", most_of_a_thing);
    if (!over) return std::nullopt;
    return condition{.at = e.at, .in = read_field(in, map), .is = emoji_condition{*over}};
}

std::optional<condition> read_language(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"in"}, {"not_in"}};
    if (!is_map_of(in, e, keys)) return std::nullopt;
    const node* these = e.value.find("in");
    const node* others = e.value.find("not_in");
    if ((these == nullptr) == (others == nullptr)) {
        in.error(e.at, "missing-key", "'language' names its languages once",
                 "write language: {not_in: [fr, en]}");
        return std::nullopt;
    }
    language_condition made{.codes = {}, .other = others != nullptr};
    for (auto& [code, at] : in.texts(these != nullptr ? *these : *others, "'language'", true)) {
        if (text::is_language(code))
            made.codes.push_back(std::move(code));
        else
            in.error(at, "bad-value", "'" + code + "' is no language", "write its two letters: fr");
    }
    if (made.codes.empty()) return std::nullopt;
    return condition{.at = e.at, .in = read_field(in, map), .is = std::move(made)};
}

} // namespace greffe::rules
