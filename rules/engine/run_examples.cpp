#include "rules/engine/build_program.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

constexpr std::size_t excerpt_length = 60;

std::string_view field_of(const example& e, text_field field) {
    if (field == text_field::name) return e.name ? *e.name : std::string_view{};
    if (field == text_field::title) return e.given.title ? *e.given.title : std::string_view{};
    if (field == text_field::report) return e.report ? *e.report : std::string_view{};
    return e.text;
}

// Why it did not match: the first condition, from the top, that a person would look at.
std::string what_failed(const rule_report& report) {
    if (!report.applies) return "its scope does not hold: give the example 'section' or 'tags'";
    for (const auto& c : report.conditions) {
        const bool leaf = c.what != "all" && c.what != "any" && c.what != "not";
        if (leaf && c.outcome != "holds")
            return c.what + " (line " + std::to_string(c.line) + ") " +
                   (c.outcome == "fails" ? "does not hold" : "is " + c.outcome);
    }
    return "a condition under 'not' holds";
}

std::string what_matched(const rule_report& report, const example& e) {
    for (const auto& c : report.conditions) {
        if (c.spans.empty() || c.outcome != "holds") continue;
        const span& s = c.spans.front();
        const auto text = field_of(e, s.field).substr(s.begin, s.end - s.begin);
        if (text.size() <= excerpt_length) return c.what + " found '" + std::string(text) + "'";
    }
    return "every condition holds";
}

void report_failure(const program& p, const compiled_rule& rule, const example& e, const outcomes& seen,
                    diagnostics& found) {
    const auto report = explain_rule(p, rule, seen, facts_of(p, e));
    found.push_back({diagnostic::severity::error, rule.from.file, e.at.line, e.at.column, "example-fails",
                     "the rule '" + rule.id + "' " + (e.must_match ? "does not match" : "matches") +
                         " this example, which stands under '" + (e.must_match ? "match'" : "pass'"),
                     e.must_match ? what_failed(report) : what_matched(report, e)});
}

} // namespace

facts facts_of(const program& p, const example& e) {
    facts known = e.given;
    if (e.when) known.now = p.table.instant(*e.when);
    for (const rate_need& need : p.table.needs().rates) {
        const auto given = std::ranges::find(e.rates, need.by, &std::pair<rate_key, std::int64_t>::first);
        known.rates.push_back(given == e.rates.end() ? std::nullopt : std::optional(given->second));
    }
    known.duplicates.assign(p.table.needs().duplicates.size(), e.duplicates);
    return known;
}

std::size_t run_examples(const program& p, const ruleset_spec& spec, diagnostics& found) {
    std::size_t run = 0;
    for (std::size_t i = 0; i < p.rules.size(); ++i) {
        const compiled_rule& rule = p.rules[i];
        if (rule.mode == rule_mode::disabled) continue;
        for (const example& e : spec.rules[i].examples) {
            ++run;
            const auto scanned = scan(p, {.body = e.text, .name = e.name, .report = e.report});
            const facts known = facts_of(p, e);
            const seen_with_title seen(p, scanned, known);
            const bool matched = applies(rule, known) &&
                                 p.conditions.evaluate(rule.when, {seen.get(), p.table, known}).is_yes();
            if (matched != e.must_match) report_failure(p, rule, e, seen.get(), found);
        }
    }
    return run;
}

} // namespace greffe::rules
