#include "rules/engine/program.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

constexpr std::string_view branch_names[] = {"", "all", "any", "not"};

std::string_view name_of(truth value) {
    if (value == truth::yes()) return "holds";
    if (value == truth::no()) return "fails";
    return value == truth::unknown() ? "unknown" : "undecided";
}

void describe_step(const program& p, const outcomes& seen, condition_forest::step_id at, int depth,
                   std::vector<condition_report>& into) {
    const auto kind = p.conditions.kind_of(at);
    condition_report made{.depth = depth,
                          .what = std::string(branch_names[static_cast<std::size_t>(kind)]),
                          .outcome = std::string(name_of(p.conditions.evaluate(at, seen))),
                          .line = p.conditions.place_of(at).line,
                          .spans = {}};
    if (kind == condition_forest::kind::atom) {
        const atom_id atom = p.conditions.atom_of(at);
        const auto places = seen.places_of(atom);
        made.what = p.atoms[atom];
        made.spans.assign(places.begin(), places.end());
        into.push_back(std::move(made));
        return;
    }
    into.push_back(std::move(made));
    for (const auto child : p.conditions.children_of(at)) describe_step(p, seen, child, depth + 1, into);
}

} // namespace

rule_report explain_rule(const program& p, const compiled_rule& rule, const outcomes& seen,
                         const facts& known) {
    rule_report made{.rule = rule.id,
                     .file = rule.from.file,
                     .mode = rule.mode,
                     .does = rule.does,
                     .score = rule.score,
                     .matched = false,
                     .applies = applies(rule, known),
                     .conditions = {}};
    made.matched = made.applies && p.conditions.evaluate(rule.when, seen).is_yes();
    describe_step(p, seen, rule.when, 0, made.conditions);
    return made;
}

explanation explain(const program& p, const outcomes& scanned, const facts& known) {
    const seen_with_title seen(p, scanned, known);
    explanation out{.answer = judge(p, scanned, known), .matched = {}, .near_misses = {}};
    for (const compiled_rule& rule : p.rules) {
        if (rule.mode == rule_mode::disabled) continue;
        auto report = explain_rule(p, rule, seen.get(), known);
        const bool found_something =
            std::ranges::any_of(report.conditions, [](const auto& c) { return !c.spans.empty(); });
        if (report.matched)
            out.matched.push_back(std::move(report));
        else if (found_something)
            out.near_misses.push_back(std::move(report));
    }
    return out;
}

} // namespace greffe::rules
