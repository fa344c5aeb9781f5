#include "admin-cli/commands/rules_explain.hpp"

#include "admin-cli/commands/rules_files.hpp"
#include "admin-cli/terminal_text.hpp"
#include "rules/engine/ruleset.hpp"
#include "rules/text/utf8.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string_view>

namespace greffe::cli {
namespace {

std::string_view field_of(const explained_comment& c, rules::text_field field) {
    if (field == rules::text_field::name) return c.name ? *c.name : std::string_view{};
    if (field == rules::text_field::title) return c.title ? *c.title : std::string_view{};
    if (field == rules::text_field::report) return c.report ? *c.report : std::string_view{};
    return c.text;
}

// The lines of the field that hold a span, each with what was found underlined.
void underline(std::ostream& out, std::string_view text, const std::vector<rules::span>& spans) {
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string shown;
        std::string marks;
        for (std::size_t at = begin; at < end;) {
            const std::size_t character = at;
            rules::text::next_character(text, at);
            const auto safe = one_line(text.substr(character, at - character));
            const bool found = std::ranges::any_of(
                spans, [&](const rules::span& s) { return s.begin <= character && character < s.end; });
            shown += safe;
            marks.append(width_of(safe), found ? '^' : ' ');
        }
        marks.erase(marks.find_last_not_of(' ') + 1);
        if (!marks.empty()) out << "      | " << shown << "\n      | " << marks << "\n";
        begin = end + 1;
    }
}

void print_conditions(std::ostream& out, const rules::rule_report& rule, const explained_comment& comment) {
    for (const auto& c : rule.conditions) {
        out << "    " << std::string(static_cast<std::size_t>(c.depth) * 2, ' ') << c.outcome << ": "
            << c.what << " (line " << c.line << ")\n";
        if (!c.spans.empty()) underline(out, field_of(comment, c.spans.front().field), c.spans);
    }
}

std::string told(const rules::report_effect& effect) {
    std::string out =
        "priority " + std::string(effect.priority > 0 ? "+" : "") + std::to_string(effect.priority);
    if (effect.escalate) out += ", escalate";
    if (effect.hide) out += ", hide";
    if (effect.discount) out += ", discount";
    return out;
}

boost::json::object to_json(const rules::report_effect& effect) {
    return {{"priority", effect.priority},
            {"escalate", effect.escalate},
            {"hide", effect.hide},
            {"discount", effect.discount}};
}

void print_rule(std::ostream& out, const rules::rule_report& rule, const explained_comment& comment) {
    out << "  " << rule.rule << " (" << to_string(rule.mode) << ", ";
    if (rule.target == rules::rule_target::report)
        out << told(rule.effect) << ")\n";
    else
        out << to_string(rule.does) << ", score " << rule.score << ")\n";
    if (!rule.applies) out << "    fails: scope or expiry\n";
    print_conditions(out, rule, comment);
}

void print(std::ostream& out, const rules::explanation& why, const explained_comment& comment) {
    out << "verdict: " << to_string(why.answer.does) << ", score " << why.answer.score;
    if (why.answer.policy) out << ", policy " << *why.answer.policy;
    if (why.answer.undecided) out << ", undecided";
    out << "\n";
    if (why.report) out << "report: " << told(why.report->effect) << "\n";
    if (!why.matched.empty()) out << "matched:\n";
    for (const auto& rule : why.matched) print_rule(out, rule, comment);
    if (!why.near_misses.empty()) out << "near misses:\n";
    for (const auto& rule : why.near_misses) print_rule(out, rule, comment);
}

boost::json::array spans_json(const std::vector<rules::span>& spans) {
    boost::json::array all;
    for (const auto& s : spans)
        all.push_back({{"field", to_string(s.field)}, {"begin", s.begin}, {"end", s.end}});
    return all;
}

boost::json::array rules_json(const std::vector<rules::rule_report>& rules) {
    boost::json::array all;
    for (const auto& rule : rules) {
        boost::json::array conditions;
        for (const auto& c : rule.conditions)
            conditions.push_back({{"depth", c.depth},
                                  {"condition", c.what},
                                  {"outcome", c.outcome},
                                  {"line", c.line},
                                  {"spans", spans_json(c.spans)}});
        all.push_back({{"rule", rule.rule},
                       {"for", to_string(rule.target)},
                       {"mode", to_string(rule.mode)},
                       {"action", to_string(rule.does)},
                       {"score", rule.score},
                       {"applies", rule.applies},
                       {"conditions", std::move(conditions)}});
    }
    return all;
}

boost::json::object to_json(const rules::explanation& why) {
    boost::json::object answer{{"verdict", to_string(why.answer.does)},
                               {"score", why.answer.score},
                               {"undecided", why.answer.undecided},
                               {"policy", nullptr}};
    if (why.answer.policy) answer["policy"] = *why.answer.policy;
    if (why.report) answer["report"] = to_json(why.report->effect);
    answer["matched"] = rules_json(why.matched);
    answer["near_misses"] = rules_json(why.near_misses);
    return answer;
}

} // namespace

int rules_explain(const std::filesystem::path& file, const explained_comment& comment, bool json,
                  std::ostream& out, std::ostream& err) {
    const auto source = read_ruleset_file(file);
    if (!source) {
        err << file.string() << ": cannot be read\n";
        return 1;
    }
    for (const auto& text : {comment.text, comment.name.value_or(""), comment.title.value_or("")}) {
        if (rules::text::is_valid_utf8(text)) continue;
        err << "the text is not UTF-8\n";
        return 1;
    }
    const auto made = rules::ruleset::compile(*source, {.file = file.string(), .run_examples = false});
    for (const auto& d : made.found) err << block(to_string(d), 0) << "\n";
    if (!made.rules) return 1;
    rules::facts known;
    explained_comment shown = comment;
    if (comment.facts) {
        rules::diagnostics wrong;
        auto given = made.rules->read_facts(*comment.facts, wrong);
        for (const auto& d : wrong) err << block(to_string(d), 0) << "\n";
        if (!given) return 1;
        known = std::move(given->known);
        shown.report = std::move(given->report);
    }
    known.section = comment.section;
    known.tags = comment.tags;
    known.title = comment.title;
    rules::comment_text text{.body = comment.text, .name = {}};
    if (comment.name) text.name = *comment.name;
    if (shown.report) text.report = *shown.report;
    const auto why = made.rules->explain(text, known);
    if (json)
        out << safe_json(boost::json::serialize(to_json(why))) << "\n";
    else
        print(out, why, shown);
    return 0;
}

} // namespace greffe::cli
