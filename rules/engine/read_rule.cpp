#include "rules/engine/read_rule.hpp"

#include "rules/engine/read_condition.hpp"

#include <charconv>

namespace greffe::rules {
namespace {

constexpr int most_score = 1'000'000;

constexpr known_key rule_keys[] = {{"id"},   {"for"},  {"mode"},    {"policy"},  {"scope"},
                                   {"when"}, {"then"}, {"expires"}, {"examples"}};
constexpr known_key scope_keys[] = {{"sections"}, {"tags"}};
constexpr known_key then_keys[] = {{"action"},         {"score"},      {"priority", true},
                                   {"escalate", true}, {"hide", true}, {"discount", true}};
constexpr known_key examples_keys[] = {{"match"}, {"pass"}};
constexpr known_key example_keys[] = {{"text"}, {"name"},        {"title"},        {"section"},
                                      {"tags"}, {"facts", true}, {"author", true}, {"report", true}};

constexpr std::pair<rule_mode, std::string_view> modes[] = {{rule_mode::draft, "draft"},
                                                            {rule_mode::shadow, "shadow"},
                                                            {rule_mode::live, "live"},
                                                            {rule_mode::disabled, "disabled"}};
constexpr std::pair<action, std::string_view> actions[] = {
    {action::publish, "publish"}, {action::flag, "flag"}, {action::hold, "hold"}, {action::reject, "reject"}};

std::vector<std::string> words(reader& in, const node& from, std::string_view what) {
    std::vector<std::string> plain;
    for (auto& [text, at] : in.texts(from, what)) plain.push_back(std::move(text));
    return plain;
}

void read_scope(reader& in, const node& from, scope& into) {
    if (!in.is_map(from, "'scope'")) return;
    check_keys(in, from, scope_keys, "'scope'");
    if (const node* sections = from.find("sections")) into.sections = words(in, *sections, "'sections'");
    if (const node* tags = from.find("tags")) into.tags = words(in, *tags, "'tags'");
}

void read_then(reader& in, const node& from, rule_spec& into) {
    if (!in.is_map(from, "'then'")) return;
    check_keys(in, from, then_keys, "'then'");
    const node* does = from.find("action");
    const node* score = from.find("score");
    if (does == nullptr && score == nullptr)
        in.error(from.at, "missing-key", "'then' says nothing", "add 'action' or 'score'");
    if (does != nullptr) into.does = in.one_of(*does, "action", actions).value_or(action::publish);
    if (score != nullptr) into.score = in.integer(*score, "'score'", -most_score, most_score).value_or(0);
}

std::optional<std::chrono::year_month_day> parse_date(std::string_view written) {
    if (written.size() != 10 || written[4] != '-' || written[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        const char* end = written.data() + at + length;
        const auto parsed = std::from_chars(written.data() + at, end, value);
        return parsed.ptr == end ? value : -1;
    };
    const int year = number(0, 4);
    const int month = number(5, 2);
    const int day = number(8, 2);
    if (year < 1970 || month < 1 || day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    return date;
}

void read_example(reader& in, const node& from, bool must_match, rule_spec& into) {
    example made;
    made.at = from.at;
    made.must_match = must_match;
    if (from.is == node::kind::scalar) {
        made.text = from.text;
    } else {
        if (!in.is_map(from, "an example")) return;
        check_keys(in, from, example_keys, "an example");
        const auto optional = [&](std::string_view key) -> std::optional<std::string> {
            const node* value = from.find(key);
            if (value == nullptr) return std::nullopt;
            if (value->is == node::kind::scalar) return value->text;
            return in.text(*value, "'" + std::string(key) + "'");
        };
        const auto body = optional("text");
        made.name = optional("name");
        made.title = optional("title");
        made.section = optional("section");
        if (const node* tags = from.find("tags")) made.tags = words(in, *tags, "'tags'");
        if (!body && !made.name && !made.title)
            in.error(from.at, "missing-key", "this example holds no text", "add 'text', 'name' or 'title'");
        made.text = body.value_or("");
    }
    into.examples.push_back(std::move(made));
}

void read_examples(reader& in, const node& from, rule_spec& into) {
    if (!in.is_map(from, "'examples'")) return;
    check_keys(in, from, examples_keys, "'examples'");
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
    if (!in.is_map(from, "a rule")) return std::nullopt;
    check_keys(in, from, rule_keys, "a rule");
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
        if (target->text == "report") {
            in.not_supported(target->at, "rules for reports", "the rules of this build are for comments");
        } else if (target->text != "comment") {
            in.error(target->at, "bad-value", "a rule is for comments",
                     "write 'for: comment', or remove the line");
        }
    }
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
    if (const node* examples = from.find("examples")) read_examples(in, *examples, rule);
    if (rule.id.empty()) return std::nullopt;
    check_examples(in, rule, rule.from.at);
    return rule;
}

} // namespace greffe::rules
