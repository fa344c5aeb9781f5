#include "rules/engine/program.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

constexpr std::string_view branch_names[] = {"", "", "all", "any", "not"};

std::string_view name_of(truth value) {
    if (value == truth::yes()) return "holds";
    if (value == truth::no()) return "fails";
    return value == truth::unknown() ? "unknown" : "undecided";
}

void describe_step(const program& p, const evidence& all, condition_forest::step_id at, int depth,
                   std::vector<condition_report>& into) {
    const auto kind = p.conditions.kind_of(at);
    condition_report made{.depth = depth,
                          .what = std::string(branch_names[static_cast<std::size_t>(kind)]),
                          .outcome = std::string(name_of(p.conditions.evaluate(at, all))),
                          .line = p.conditions.place_of(at).line,
                          .spans = {}};
    if (kind == condition_forest::kind::atom) {
        const atom_id atom = p.conditions.atom_of(at);
        const auto places = all.seen.places_of(atom);
        made.what = p.atoms[atom];
        made.spans.assign(places.begin(), places.end());
        into.push_back(std::move(made));
        return;
    }
    if (kind == condition_forest::kind::fact) {
        made.what = p.facts[p.conditions.fact_of(at)];
        into.push_back(std::move(made));
        return;
    }
    into.push_back(std::move(made));
    for (const auto child : p.conditions.children_of(at)) describe_step(p, all, child, depth + 1, into);
}

/// A leaf holds that speaks for what is at the root. Below a `not`, one that holds speaks against it.
bool holds_in_part(const condition_forest& conditions, condition_forest::step_id at, const evidence& all,
                   bool denied = false) {
    switch (conditions.kind_of(at)) {
    case condition_forest::kind::atom:
    case condition_forest::kind::fact: return !denied && conditions.evaluate(at, all).is_yes();
    case condition_forest::kind::negation: denied = !denied; break;
    case condition_forest::kind::all:
    case condition_forest::kind::any: break;
    }
    return std::ranges::any_of(conditions.children_of(at), [&](condition_forest::step_id child) {
        return holds_in_part(conditions, child, all, denied);
    });
}

} // namespace

rule_report explain_rule(const program& p, const compiled_rule& rule, const outcomes& seen,
                         const facts& known) {
    rule_report made{.rule = rule.id,
                     .file = rule.from.file,
                     .target = rule.target,
                     .mode = rule.mode,
                     .does = rule.does,
                     .score = rule.score,
                     .effect = rule.effect,
                     .matched = false,
                     .applies = applies(rule, known),
                     .conditions = {}};
    const evidence all{seen, p.table, known};
    made.matched = made.applies && p.conditions.evaluate(rule.when, all).is_yes();
    describe_step(p, all, rule.when, 0, made.conditions);
    return made;
}

explanation explain(const program& p, const outcomes& scanned, const facts& known) {
    const seen_with_title seen(p, scanned, known);
    const evidence all{seen.get(), p.table, known};
    explanation out{.answer = judge(p, scanned, known), .report = {}, .matched = {}, .near_misses = {}};
    if (known.report) out.report = judge_report(p, scanned, known);
    for (const compiled_rule& rule : p.rules) {
        if (rule.mode == rule_mode::disabled) continue;
        if (rule.target == rule_target::report && !known.report) continue;
        auto report = explain_rule(p, rule, seen.get(), known);
        if (report.matched)
            out.matched.push_back(std::move(report));
        else if (holds_in_part(p.conditions, rule.when, all))
            out.near_misses.push_back(std::move(report));
    }
    return out;
}

} // namespace greffe::rules
