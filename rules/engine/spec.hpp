// A ruleset as it was written, checked but not compiled: values with their places. Lists are resolved, packs
// expanded.
#pragma once
#include "rules/engine/document.hpp"
#include "rules/engine/facts.hpp"
#include "rules/engine/facts_needed.hpp"
#include "rules/engine/limits.hpp"
#include "rules/engine/packs.hpp"
#include "rules/engine/verdict.hpp"
#include "rules/text/view.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace re2 {
class RE2;
}

namespace greffe::rules {

/// A place and the file it is in (names of files outlive every spec: they are kept by the ruleset).
struct origin {
    std::string file;
    place at;
};

struct pattern_spec {
    std::string text;
    std::shared_ptr<const re2::RE2> compiled;         ///< null: refused, the diagnostic is out
    std::vector<std::vector<std::string>> required{}; ///< see required_literals.hpp; not of exceptions
};

struct condition;

struct text_condition {
    pattern_spec pattern;
    std::vector<pattern_spec> except;
    text::view_kind view = text::view_kind::folded;
};
struct words_condition {
    std::vector<std::string> entries; ///< as written
    std::string named;                ///< the list's name, if it has one
    std::vector<std::string> except;  ///< expressions; a word that stands in one is no hit
    text::view_kind view = text::view_kind::folded;
};
struct link_condition {
    int count = 1;                  ///< at least
    std::vector<std::string> hosts; ///< normalised; empty: any
    std::string named;
};
struct length_condition {
    std::optional<int> over; ///< characters, strictly
    std::optional<int> below;
};
struct caps_condition {
    int over = 0;     ///< per cent of the letters that have a case
    int letters = 10; ///< with fewer of these it fails
};
struct repeat_condition {
    enum class unit { characters, words };
    unit of = unit::characters;
    int over = 0; ///< times in a row
};
struct emoji_condition {
    int over = 0;
};
struct language_condition {
    std::vector<std::string> codes; ///< ISO 639-1
    bool other = false;             ///< holds for every language but these
};
struct author_condition {
    std::optional<bool> known;
    limits age; ///< seconds
    limits published;
    limits rejected; ///< per cent of what was decided
    limits strikes;
};
struct rate_condition {
    rate_need need;
    int over = 0;
};
struct duplicate_condition {
    duplicate_need need;
    int over = 0;                    ///< other comments
    std::optional<int> authors_over; ///< different authors, this one included
};
struct article_condition {
    std::vector<std::string> sections; ///< globs
    std::vector<std::string> tags;
    std::optional<std::string> kind;
    limits age; ///< seconds
};
struct report_condition {
    std::vector<std::string> reasons;
    std::optional<std::string> kind;
    limits count;
    limits weight;
    limits standing;
    limits comment_age; ///< seconds
    std::optional<bool> approved;
};
struct time_condition {
    std::optional<std::pair<int, int>> between; ///< minutes of the site's day, the second exclusive; may wrap
    std::vector<int> days;                      ///< 0 is Sunday; empty: every day
};
struct all_of {
    std::vector<condition> children;
};
struct any_of {
    std::vector<condition> children;
};
struct none_of {
    std::vector<condition> child; ///< exactly one
};

struct condition {
    place at;
    text_field in = text_field::body; ///< of a leaf
    std::variant<all_of, any_of, none_of, text_condition, words_condition, link_condition, length_condition,
                 caps_condition, repeat_condition, emoji_condition, language_condition, author_condition,
                 rate_condition, duplicate_condition, article_condition, report_condition, time_condition>
        is;
};

struct minute_of {
    std::chrono::year_month_day day;
    int minute = 0;
};

struct example {
    place at;
    bool must_match = false;
    std::string text;
    std::optional<std::string> name;
    std::optional<std::string> report;
    facts given;                                          ///< without rates and duplicates
    std::optional<minute_of> when;                        ///< in the site's zone
    std::optional<duplicate_count> duplicates;            ///< for every `duplicate` of the rule
    std::vector<std::pair<rate_key, std::int64_t>> rates; ///< for every `rate` by this key
};

struct scope {
    std::vector<std::string> sections; ///< globs; empty: every section
    std::vector<std::string> tags;
    bool is_everywhere() const { return sections.empty() && tags.empty(); }
};

struct policy {
    std::string name;
    std::string clause;
    std::string fr;
    std::string en;
    std::optional<policy_deadline> deadline;
};

struct rule_spec {
    std::string id; ///< "pack/id" once expanded
    origin from;
    rule_target target = rule_target::comment;
    rule_mode mode = rule_mode::live;
    std::optional<std::string> policy;
    place policy_at;
    scope where;
    std::optional<condition> when; ///< absent: refused, the diagnostic is out
    action does = action::publish;
    int score = 0;
    report_effect effect;         ///< of a rule for reports
    std::optional<int> daily_cap; ///< matches a day of the site, past which it only flags
    std::optional<std::chrono::year_month_day> expires;
    std::vector<example> examples;
};

struct thresholds {
    std::optional<int> flag;
    std::optional<int> hold;
    std::optional<int> reject;
};

struct pack_use {
    place at;
    std::string pack;
    std::optional<rule_mode> mode;
    std::vector<std::pair<std::string, place>> without;
};

struct ruleset_spec {
    std::string name;
    bool is_pack = false;
    std::vector<pack_use> use;
    pack_texts packs; ///< those that were expanded
    std::vector<policy> policies;
    std::vector<rule_spec> rules;
    thresholds at;
};

} // namespace greffe::rules
