// Any bytes as lines of patterns, an empty line, a text. The patterns become the rules of one ruleset, and
// each finds in each view what RE2 finds alone, without set, literals or budget: the same rules, the same
// places. The first character of a line may say what becomes of it:
//   ~  an exception of the pattern before
//   &  the rule before, and this
//   |  the rule before, or this
//   !  the rule before, and not this; as the first line: not this
// Any other begins a rule.
#include "rules/engine/outcomes.hpp"
#include "rules/engine/ruleset.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view.hpp"
#include "tests/unit/rules/pattern_oracle.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace greffe;
using namespace greffe::rules;
using test::plain_condition;

constexpr std::size_t most_patterns = 6;
constexpr std::size_t longest_line = 200;
constexpr std::size_t longest_text = 1000; // the oracle is slow

plain_condition text_of(std::string_view pattern) {
    return {.kind = "text",
            .pattern = std::string(pattern),
            .except = {},
            .field = "body",
            .view = {},
            .children = {}};
}

plain_condition joined(std::string_view kind, std::vector<plain_condition> children) {
    return {.kind = std::string(kind),
            .pattern = {},
            .except = {},
            .field = {},
            .view = {},
            .children = std::move(children)};
}

plain_condition& last_text(plain_condition& c) {
    return c.children.empty() ? c : last_text(c.children.back());
}

void read_line(std::string_view line, std::vector<plain_condition>& rules) {
    const char sign = line.front();
    if (std::string_view("~&|!").find(sign) == std::string_view::npos) return rules.push_back(text_of(line));
    const std::string_view pattern = line.substr(1);
    if (rules.empty()) {
        if (sign == '!')
            rules.push_back(joined("not", {text_of(pattern)}));
        else
            rules.push_back(text_of(pattern));
        return;
    }
    plain_condition& before = rules.back();
    if (sign == '~') return last_text(before).except.push_back(std::string(pattern));
    plain_condition added = text_of(pattern);
    if (sign == '!') added = joined("not", {added});
    before = joined(sign == '|' ? "any" : "all", {before, added});
}

struct fuzzed {
    std::vector<plain_condition> rules;
    std::string_view body;
};

fuzzed read(std::string_view input) {
    fuzzed made;
    for (std::size_t lines = 0; !input.empty(); ++lines) {
        const auto end = std::min(input.find('\n'), input.size());
        const std::string_view line = input.substr(0, end);
        input.remove_prefix(std::min(end + 1, input.size()));
        if (line.empty()) break;
        if (lines < most_patterns && line.size() <= longest_line) read_line(line, made.rules);
    }
    made.body = input.substr(0, longest_text);
    return made;
}

void look_at(text::view_kind view, plain_condition& c) {
    c.view = to_string(view);
    for (auto& child : c.children) look_at(view, child);
}

// Whatever YAML would read otherwise is escaped; a byte that is no character stays, and is refused.
std::string in_quotes(std::string_view pattern) {
    std::string out = "\"";
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t begin = at;
        const char32_t character = text::next_character(pattern, at);
        const std::string_view bytes = pattern.substr(begin, at - begin);
        const bool plain = character >= U' ' && character <= U'~' && character != U'"' && character != U'\\';
        if (plain || !text::is_valid_utf8(bytes)) {
            out += bytes;
            continue;
        }
        std::array<char, 16> escape{};
        std::snprintf(escape.data(), escape.size(), "\\U%08x", static_cast<unsigned>(character));
        out += escape.data();
    }
    return out + "\"";
}

std::string in_yaml(const plain_condition& c) {
    std::string out;
    if (c.kind == "text") {
        for (const auto& e : c.except) out += (out.empty() ? "" : ", ") + in_quotes(e);
        return "{text: " + in_quotes(c.pattern) + ", view: " + c.view +
               (c.except.empty() ? "}" : ", except: [" + out + "]}");
    }
    if (c.kind == "not") return "{not: " + in_yaml(c.children[0]) + "}";
    for (const auto& child : c.children) out += (out.empty() ? "" : ", ") + in_yaml(child);
    return "{" + c.kind + ": [" + out + "]}";
}

std::shared_ptr<const ruleset> compile(const std::vector<plain_condition>& conditions) {
    std::string yaml = "ruleset: f\nrules:\n";
    for (std::size_t i = 0; i < conditions.size(); ++i)
        yaml += "  - {id: r" + std::to_string(i) +
                ", mode: shadow, then: {score: 1}, when: " + in_yaml(conditions[i]) + "}\n";
    return ruleset::compile(yaml).rules;
}

// The oracle takes a pattern as it stands between YAML's double quotes.
void double_backslashes(plain_condition& c) {
    const auto twice = [](std::string& pattern) {
        for (auto at = pattern.find('\\'); at != std::string::npos; at = pattern.find('\\', at + 2))
            pattern.insert(at, 1, '\\');
    };
    twice(c.pattern);
    for (auto& e : c.except) twice(e);
    for (auto& child : c.children) double_backslashes(child);
}

// The oracle wants characters.
std::string characters_of(std::string_view bytes) {
    std::string out;
    for (std::size_t at = 0; at < bytes.size();) text::append_character(out, text::next_character(bytes, at));
    return out;
}

void tidy(std::vector<span>& spans) {
    std::ranges::sort(spans, {}, [](const span& s) { return std::pair(s.begin, s.end); });
    const auto repeats = std::ranges::unique(spans);
    spans.erase(repeats.begin(), repeats.end());
}

void demand(bool holds) {
    if (!holds) std::abort();
}

bool holds_all(const std::vector<span>& places, const std::vector<span>& found) {
    return std::ranges::all_of(found,
                               [&](const span& s) { return std::ranges::find(places, s) != places.end(); });
}

verdict judge(const ruleset& rules, std::string_view body) {
    const auto answer = rules.judge(rules.scan({.body = body, .name = {}}), {});
    for (const auto& match : answer.matches)
        for (const span& s : match.spans) demand(s.begin < s.end && s.end <= body.size());
    return answer;
}

void compare(const std::vector<plain_condition>& conditions, const ruleset& rules, const std::string& body) {
    const auto answer = judge(rules, body);
    if (answer.undecided) return;
    auto next = answer.matches.begin();
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        plain_condition asked = conditions[i];
        double_backslashes(asked);
        std::vector<span> places;
        const bool expected =
            test::slow_evaluate(asked, {.body = body, .name = {}, .title = {}}, places) == 1;
        const bool found = next != answer.matches.end() && next->rule == "r" + std::to_string(i);
        demand(found == expected);
        if (!found) continue;
        const bool all_are_kept = places.size() <= most_places;
        tidy(places);
        demand(all_are_kept ? next->spans == places : !next->spans.empty() && holds_all(places, next->spans));
        ++next;
    }
    demand(next == answer.matches.end());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto input = read(std::string_view(reinterpret_cast<const char*>(data), size));
    const std::string characters = characters_of(input.body);
    for (const auto view : text::every_view) {
        for (auto& rule : input.rules) look_at(view, rule);
        // One that is refused must not hide the others.
        std::vector<plain_condition> accepted = input.rules;
        auto rules = compile(accepted);
        if (!rules && accepted.size() > 1) {
            std::erase_if(accepted, [](const plain_condition& c) { return !compile({c}); });
            if (!accepted.empty()) rules = compile(accepted);
        }
        if (!rules) continue;
        compare(accepted, *rules, characters);
        judge(*rules, input.body);
    }
    return 0;
}
