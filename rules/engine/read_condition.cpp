#include "rules/engine/read_condition.hpp"

#include "rules/engine/pattern.hpp"
#include "rules/engine/read_facts.hpp"
#include "rules/engine/read_shape.hpp"
#include "rules/text/french.hpp"
#include "rules/text/hosts.hpp"
#include "rules/text/tokens.hpp"

#include <algorithm>
#include <utility>

namespace greffe::rules {
namespace {

constexpr int most_links = 1000;
constexpr int longest_text = 10'000'000;
constexpr std::size_t longest_expression = 8;
// Every condition has its own copy of the list that it names.
constexpr std::size_t most_values_named = 500'000;

constexpr std::pair<text_field, std::string_view> fields[] = {{text_field::body, "body"},
                                                              {text_field::name, "name"},
                                                              {text_field::title, "title"},
                                                              {text_field::report, "report"}};
constexpr std::pair<text::view_kind, std::string_view> views[] = {{text::view_kind::raw, "raw"},
                                                                  {text::view_kind::folded, "folded"},
                                                                  {text::view_kind::skeleton, "skeleton"}};

// Every parenthesis stands on a word and holds letters: "connard(e)".
bool parentheses_spell_endings(std::string_view entry) {
    for (std::size_t at = entry.find_first_of("()"); at != std::string_view::npos;
         at = entry.find_first_of("()", at)) {
        const auto close = entry.find(')', at);
        if (entry[at] != '(' || at == 0 || entry[at - 1] == ' ' || close == std::string_view::npos)
            return false;
        const auto inside = entry.substr(at + 1, close - at - 1);
        const auto bars = static_cast<std::size_t>(std::ranges::count(inside, '|'));
        if (text::words_of(inside).size() != bars + 1) return false;
        at = close + 1;
    }
    return true;
}

text::view_kind read_view(reader& in, const node& from) {
    const node* view = from.find("view");
    if (view == nullptr) return text::view_kind::folded;
    return in.one_of(*view, "view", views).value_or(text::view_kind::folded);
}

// The items of a list that is written out, or named.
list_items read_items(reader& in, const node& from, std::string_view what, std::string& named) {
    if (from.is != node::kind::scalar) return in.texts(from, what);
    const auto list = in.lists.find(from.text);
    if (list != in.lists.end()) {
        named = from.text;
        list->second.used = true;
        const std::size_t before =
            std::exchange(in.values_named, in.values_named + list->second.items.size());
        if (in.values_named <= most_values_named) return list->second.items;
        if (before <= most_values_named)
            in.error(from.at, "too-large",
                     "the lists that the conditions name hold more than " +
                         std::to_string(most_values_named) + " values together",
                     "name a long list in fewer rules");
        return {};
    }
    std::vector<std::string_view> known;
    for (const auto& [name, items] : in.lists) known.push_back(name);
    in.error(from.at, "unknown-list", "there is no list '" + from.text + "'",
             known.empty() ? "write [" + from.text + "] for a list of one"
                           : suggestion(from.text, known, "the lists are"));
    return {};
}

std::optional<condition> read_children(reader& in, const node& from, place at, std::string_view what,
                                       bool all) {
    if (!in.is_sequence(from, "'" + std::string(what) + "'")) return std::nullopt;
    std::vector<condition> children;
    for (const node& item : from.items)
        if (auto child = read_condition(in, item)) children.push_back(std::move(*child));
    if (children.size() != from.items.size()) return std::nullopt;
    condition made{.at = at};
    if (all)
        made.is = all_of{std::move(children)};
    else
        made.is = any_of{std::move(children)};
    return made;
}

std::optional<condition> read_all(reader& in, const node& map, const entry& e) {
    (void)map;
    return read_children(in, e.value, e.at, "all", true);
}

std::optional<condition> read_any(reader& in, const node& map, const entry& e) {
    (void)map;
    return read_children(in, e.value, e.at, "any", false);
}

std::optional<condition> read_not(reader& in, const node& map, const entry& e) {
    (void)map;
    auto child = read_condition(in, e.value);
    if (!child) return std::nullopt;
    condition made{.at = e.at};
    none_of negation;
    negation.child.push_back(std::move(*child));
    made.is = std::move(negation);
    return made;
}

std::optional<condition> read_text(reader& in, const node& map, const entry& e) {
    text_condition made{.view = read_view(in, map)};
    made.pattern = read_pattern(in, e.value, "'text'", made.view, pattern_role::condition);
    bool usable = made.pattern.compiled != nullptr;
    if (const node* except = map.find("except"); except != nullptr && in.is_sequence(*except, "'except'")) {
        for (const node& item : except->items) {
            made.except.push_back(
                read_pattern(in, item, "an item of 'except'", made.view, pattern_role::exception));
            usable = usable && made.except.back().compiled != nullptr;
        }
    }
    if (!usable) return std::nullopt;
    return condition{.at = e.at, .in = read_field(in, map), .is = std::move(made)};
}

// Those that can be looked for; the others are reported.
std::vector<std::string> usable_expressions(reader& in, const list_items& items) {
    std::vector<std::string> usable;
    for (const auto& [word, at] : items) {
        const auto parts = text::words_of(word);
        if (parts.empty()) {
            in.error(at, "bad-word", "'" + word + "' holds no word", "use 'text' for signs");
        } else if (parts.size() > longest_expression) {
            in.error(at, "bad-word",
                     "an expression has at most " + std::to_string(longest_expression) + " words",
                     "use 'text'");
        } else if (!parentheses_spell_endings(word)) {
            in.error(at, "bad-word", "'" + word + "' is no word with its feminine",
                     "write it as 'connard(e)' or 'ment(eur|euse)'");
        } else {
            usable.push_back(word);
        }
    }
    return usable;
}

std::optional<condition> read_words(reader& in, const node& map, const entry& e) {
    words_condition made{.view = read_view(in, map)};
    made.entries = usable_expressions(in, read_items(in, e.value, "'words'", made.named));
    if (const node* except = map.find("except")) {
        std::string named;
        made.except = usable_expressions(in, read_items(in, *except, "'except'", named));
    }
    if (made.entries.empty()) return std::nullopt;
    return condition{.at = e.at, .in = read_field(in, map), .is = std::move(made)};
}

std::optional<condition> read_link(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"count"}, {"host_in"}};
    if (!is_map_of(in, e, keys)) return std::nullopt;
    link_condition made;
    if (const node* count = e.value.find("count"))
        made.count = in.integer(*count, "'count'", 1, most_links).value_or(1);
    if (const node* hosts = e.value.find("host_in")) {
        for (const auto& [written, at] : read_items(in, *hosts, "'host_in'", made.named)) {
            if (auto host = text::normalized_host(written)) {
                made.hosts.push_back(std::move(*host));
            } else {
                in.error(at, "bad-host", "'" + written + "' is no host name",
                         "write it without scheme, port and path: t.me");
            }
        }
        if (made.hosts.empty()) return std::nullopt;
    }
    return condition{.at = e.at, .in = read_field(in, map), .is = std::move(made)};
}

std::optional<condition> read_length(reader& in, const node& map, const entry& e) {
    static constexpr known_key keys[] = {{"over"}, {"below"}};
    if (!is_map_of(in, e, keys)) return std::nullopt;
    length_condition made;
    if (const node* over = e.value.find("over")) made.over = in.integer(*over, "'over'", 0, longest_text);
    if (const node* below = e.value.find("below"))
        made.below = in.integer(*below, "'below'", 1, longest_text);
    if (!made.over && !made.below) return std::nullopt;
    if (made.over && made.below && *made.below - 1 <= *made.over) {
        in.error(e.at, "bad-value",
                 "no length is over " + std::to_string(*made.over) + " and below " +
                     std::to_string(*made.below),
                 "both bounds are strict: write below: " + std::to_string(*made.over + 2) + ", or more");
        return std::nullopt;
    }
    return condition{.at = e.at, .in = read_field(in, map), .is = std::move(made)};
}

struct kind_of_condition {
    std::string_view name;
    std::optional<condition> (*read)(reader&, const node& map, const entry&);
    std::initializer_list<std::string_view> companions; ///< keys that may stand beside it
};

const kind_of_condition kinds[] = {
    {"text", read_text, {"view", "except", "in"}},
    {"words", read_words, {"view", "except", "in"}},
    {"link", read_link, {"in"}},
    {"length", read_length, {"in"}},
    {"all", read_all, {}},
    {"any", read_any, {}},
    {"not", read_not, {}},
    {"caps", read_caps, {"in"}},
    {"repeat", read_repeat, {"in"}},
    {"emoji", read_emoji, {"in"}},
    {"language", read_language, {"in"}},
    {"author", read_author, {}},
    {"rate", read_rate, {}},
    {"duplicate", read_duplicate, {}},
    {"article", read_article, {}},
    {"report", read_report, {}},
    {"time", read_time, {}},
};
constexpr std::string_view modifiers[] = {"view", "except", "in"};

const kind_of_condition* kind_named(std::string_view name) {
    const auto found = std::ranges::find(kinds, name, &kind_of_condition::name);
    return found == std::end(kinds) ? nullptr : found;
}

void report_unknown(reader& in, const entry& e) {
    std::vector<std::string_view> known;
    for (const auto& kind : kinds) known.push_back(kind.name);
    in.error(e.at, "unknown-key", "'" + e.key + "' is no condition",
             suggestion(e.key, known, "the conditions are"));
}

std::string companions_hint(const kind_of_condition& kind) {
    if (kind.companions.size() == 0) return "remove it, or write it in a condition on text";
    std::string hint = "remove it; beside '" + std::string(kind.name) + "' may stand ";
    for (const std::string_view& key : kind.companions)
        hint += (&key == kind.companions.begin() ? "'" : ", '") + std::string(key) + "'";
    return hint;
}

} // namespace

text_field read_field(reader& in, const node& from) {
    const node* field = from.find("in");
    if (field == nullptr) return text_field::body;
    if (field->text == "report" && in.target == rule_target::comment) {
        in.error(field->at, "needs-report", "a comment has no report's text",
                 "add 'for: report' to the rule");
        return text_field::body;
    }
    return in.one_of(*field, "field", fields).value_or(text_field::body);
}

std::optional<condition> read_condition(reader& in, const node& from) {
    if (!in.is_map(from, "a condition", "write it like {words: [arnaque]}")) return std::nullopt;
    const entry* leading = nullptr;
    bool usable = true;
    for (const entry& e : from.entries) {
        const auto* kind = kind_named(e.key);
        if (kind == nullptr) {
            if (std::ranges::find(modifiers, e.key) != std::end(modifiers)) continue;
            report_unknown(in, e);
            usable = false;
        } else if (leading != nullptr) {
            in.error(e.at, "several-conditions",
                     "'" + leading->key + "' and '" + e.key + "' stand in one condition",
                     "make them items of 'all' or of 'any'");
            usable = false;
        } else {
            leading = &e;
        }
    }
    if (leading == nullptr) {
        if (usable)
            in.error(from.at, "missing-key", "this is no condition",
                     "add 'text', 'words', 'link' or another condition");
        return std::nullopt;
    }
    const auto& kind = *kind_named(leading->key);
    for (const entry& e : from.entries) {
        const bool modifier = std::ranges::find(modifiers, e.key) != std::end(modifiers);
        if (modifier && std::ranges::find(kind.companions, e.key) == kind.companions.end()) {
            in.error(e.at, "unknown-key", "'" + e.key + "' does not go with '" + leading->key + "'",
                     companions_hint(kind));
            usable = false;
        }
    }
    auto made = kind.read(in, from, *leading);
    return usable ? std::move(made) : std::nullopt;
}

} // namespace greffe::rules
