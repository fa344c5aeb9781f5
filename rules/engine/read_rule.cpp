#include "rules/engine/read_rule.hpp"

#include "rules/engine/read_condition.hpp"
#include "rules/engine/read_facts.hpp"

namespace greffe::rules {
namespace {

constexpr int most_score = 1'000'000;
constexpr int most_priority = 1'000;
constexpr int most_a_day = 1'000'000;

constexpr known_key rule_keys[] = {{"id"},   {"for"},  {"mode"},    {"policy"},   {"scope"},
                                   {"when"}, {"then"}, {"expires"}, {"examples"}, {"cap"}};
constexpr known_key scope_keys[] = {{"sections"}, {"tags"}};
constexpr known_key then_keys[] = {{"action"}, {"score"}};
constexpr known_key report_then_keys[] = {{"priority"}, {"action"}};
constexpr known_key examples_keys[] = {{"match"}, {"pass"}};
constexpr known_key example_keys[] = {{"text"}, {"name"}, {"title"}, {"section"}, {"tags"}, {"facts"}};
constexpr known_key report_example_keys[] = {{"text"}, {"name"},  {"title"}, {"section"},
                                             {"tags"}, {"facts"}, {"report"}};

constexpr std::pair<rule_mode, std::string_view> modes[] = {{rule_mode::draft, "draft"},
                                                            {rule_mode::shadow, "shadow"},
                                                            {rule_mode::live, "live"},
                                                            {rule_mode::disabled, "disabled"}};
constexpr std::pair<action, std::string_view> actions[] = {
    {action::publish, "publish"}, {action::flag, "flag"}, {action::hold, "hold"}, {action::reject, "reject"}};
constexpr std::pair<rule_target, std::string_view> targets[] = {{rule_target::comment, "comment"},
                                                                {rule_target::report, "report"}};
constexpr std::pair<bool report_effect::*, std::string_view> effects[] = {
    {&report_effect::escalate, "escalate"},
    {&report_effect::hide, "hide"},
    {&report_effect::discount, "discount"}};

std::vector<std::string> words(reader& in, const node& from, std::string_view what) {
    std::vector<std::string> plain;
    for (auto& [text, at] : in.texts(from, what)) plain.push_back(std::move(text));
    return plain;
}

void read_scope(reader& in, const node& from, scope& into) {
    if (!is_map_of(in, from, scope_keys, "'scope'")) return;
    if (const node* sections = from.find("sections")) into.sections = words(in, *sections, "'sections'");
    if (const node* tags = from.find("tags")) into.tags = words(in, *tags, "'tags'");
}

void read_report_then(reader& in, const node& from, report_effect& into) {
    if (!is_map_of(in, from, report_then_keys, "'then' of a rule for reports")) return;
    const node* priority = from.find("priority");
    const node* does = from.find("action");
    if (priority == nullptr && does == nullptr)
        in.error(from.at, "missing-key", "'then' says nothing", "add 'priority' or 'action'");
    if (priority != nullptr)
        into.priority = in.integer(*priority, "'priority'", -most_priority, most_priority).value_or(0);
    if (does == nullptr) return;
    if (const auto effect = in.one_of(*does, "action on a report", effects)) into.*(*effect) = true;
}

void read_then(reader& in, const node& from, rule_spec& into) {
    if (into.target == rule_target::report) return read_report_then(in, from, into.effect);
    if (!is_map_of(in, from, then_keys, "'then'")) return;
    const node* does = from.find("action");
    const node* score = from.find("score");
    if (does == nullptr && score == nullptr)
        in.error(from.at, "missing-key", "'then' says nothing", "add 'action' or 'score'");
    if (does != nullptr) into.does = in.one_of(*does, "action", actions).value_or(action::publish);
    if (score != nullptr) into.score = in.integer(*score, "'score'", -most_score, most_score).value_or(0);
}

// "200/day"
std::optional<int> read_cap(reader& in, const node& from) {
    constexpr std::string_view unit = "/day";
    node count = from;
    if (count.text.ends_with(unit)) {
        count.text.resize(count.text.size() - unit.size());
        return in.integer(count, "'cap'", 1, most_a_day);
    }
    in.error(from.at, "bad-value", "'cap' is a number of matches a day", "write it as 200/day");
    return std::nullopt;
}

void read_example(reader& in, const node& from, bool must_match, rule_spec& into) {
    example made;
    made.at = from.at;
    made.must_match = must_match;
    if (from.is == node::kind::scalar) {
        made.text = from.text;
    } else {
        const auto keys = into.target == rule_target::report ? std::span<const known_key>(report_example_keys)
                                                             : example_keys;
        if (!is_map_of(in, from, keys, "an example")) return;
        const auto optional = [&](std::string_view key) -> std::optional<std::string> {
            const node* value = from.find(key);
            if (value == nullptr) return std::nullopt;
            if (value->is == node::kind::scalar) return value->text;
            return in.text(*value, "'" + std::string(key) + "'");
        };
        const auto body = optional("text");
        made.name = optional("name");
        made.given.title = optional("title");
        made.given.section = optional("section");
        if (const node* tags = from.find("tags")) made.given.tags = words(in, *tags, "'tags'");
        if (const node* given = from.find("facts")) read_given_facts(in, *given, made);
        const node* report = from.find("report");
        if (report != nullptr && into.target == rule_target::report) read_given_report(in, *report, made);
        if (!body && !made.name && !made.given.title && report == nullptr)
            in.error(from.at, "missing-key", "this example holds no text", "add 'text', 'name' or 'title'");
        made.text = body.value_or("");
    }
    into.examples.push_back(std::move(made));
}

void read_examples(reader& in, const node& from, rule_spec& into) {
    if (!is_map_of(in, from, examples_keys, "'examples'")) return;
    for (const std::string_view side : {"match", "pass"}) {
        const node* list = from.find(side);
        if (list == nullptr || !in.is_sequence(*list, "'" + std::string(side) + "'")) continue;
        for (const node& item : list->items) read_example(in, item, side == "match", into);
    }
}

void check_examples(reader& in, const rule_spec& rule, place at) {
    if (rule.mode != rule_mode::live) return;
    bool match = false;
    bool pass = false;
    for (const example& e : rule.examples) (e.must_match ? match : pass) = true;
    if (match && pass) return;
    in.error(
        at, "needs-example",
        "the live rule '" + rule.id + "' has no " +
            (match  ? "'pass'"
             : pass ? "'match'"
                    : "") +
            (match || pass ? " example" : "examples"),
        "add under 'examples' a text that it must match and one that it must let pass, or say 'mode: draft'");
}

} // namespace

std::optional<rule_spec> read_rule(reader& in, const node& from) {
    if (!is_map_of(in, from, rule_keys, "a rule")) return std::nullopt;
    rule_spec rule;
    rule.from = {in.file, from.at};
    const node* id = from.find("id");
    if (id == nullptr) {
        in.error(from.at, "missing-key", "this rule has no 'id'",
                 "give it a short name: id: private-messenger");
    } else {
        rule.id = in.name(*id, "id").value_or("");
        rule.from.at = id->at;
    }
    if (const node* target = from.find("for")) {
        rule.target = in.one_of(*target, "target", targets).value_or(rule_target::comment);
    }
    in.target = rule.target;
    if (const node* mode = from.find("mode"))
        rule.mode = in.one_of(*mode, "mode", modes).value_or(rule_mode::live);
    if (const node* policy = from.find("policy")) {
        rule.policy = in.text(*policy, "'policy'");
        rule.policy_at = policy->at;
    }
    if (const node* where = from.find("scope")) read_scope(in, *where, rule.where);
    if (const node* when = from.find("when")) {
        rule.when = read_condition(in, *when);
    } else {
        in.error(from.at, "missing-key", "this rule has no 'when'", "say what it looks for");
    }
    if (const node* then = from.find("then")) {
        read_then(in, *then, rule);
    } else {
        in.error(from.at, "missing-key", "this rule has no 'then'", "say what it does: then: {action: flag}");
    }
    if (const node* expires = from.find("expires")) {
        rule.expires = parse_date(expires->text);
        if (!rule.expires)
            in.error(expires->at, "bad-value", "'" + expires->text + "' is no date",
                     "write it as 2027-06-30");
    }
    if (const node* cap = from.find("cap")) rule.daily_cap = read_cap(in, *cap);
    if (const node* examples = from.find("examples")) read_examples(in, *examples, rule);
    if (rule.id.empty()) return std::nullopt;
    check_examples(in, rule, rule.from.at);
    return rule;
}

} // namespace greffe::rules
