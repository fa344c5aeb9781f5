// A ruleset as it was written, checked but not compiled: values with their places. Lists are resolved, packs
// expanded.
#pragma once
#include "rules/engine/document.hpp"
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
    std::shared_ptr<const re2::RE2> compiled; ///< null: refused, the diagnostic is out
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
    std::variant<all_of, any_of, none_of, text_condition, words_condition, link_condition, length_condition>
        is;
};

struct example {
    place at;
    bool must_match = false;
    std::string text;
    std::optional<std::string> name;
    std::optional<std::string> title;
    std::optional<std::string> section;
    std::vector<std::string> tags;
};

struct scope {
    std::vector<std::string> sections; ///< globs; empty: every section
    std::vector<std::string> tags;
};

struct policy {
    std::string name;
    std::string clause;
    std::string fr;
    std::string en;
    std::optional<std::chrono::seconds> deadline;
};

struct rule_spec {
    std::string id; ///< "pack/id" once expanded
    origin from;
    rule_mode mode = rule_mode::live;
    std::optional<std::string> policy;
    place policy_at;
    scope where;
    std::optional<condition> when; ///< absent: refused, the diagnostic is out
    action does = action::publish;
    int score = 0;
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
    std::vector<policy> policies;
    std::vector<rule_spec> rules;
    thresholds at;
};

} // namespace greffe::rules
