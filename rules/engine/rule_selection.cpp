#include "rules/engine/rule_selection.hpp"

#include "rules/engine/program.hpp"

#include <algorithm>

namespace greffe::rules {
namespace {

void collect_atoms(const condition_forest& forest, condition_forest::step_id at, std::vector<atom_id>& into) {
    switch (forest.kind_of(at)) {
    case condition_forest::kind::atom: into.push_back(forest.atom_of(at)); return;
    case condition_forest::kind::fact: return;
    default:
        for (const auto child : forest.children_of(at)) collect_atoms(forest, child, into);
    }
}

void tidy(std::vector<std::uint32_t>& numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
}

} // namespace

rule_selection::rule_selection(const program& p) {
    outcomes nothing_found;
    nothing_found.values.assign(p.atoms.size(), truth::no());
    const facts nothing_known;
    std::vector<std::vector<std::uint32_t>> rules_of(p.atoms.size());
    for (std::uint32_t i = 0; i < p.rules.size(); ++i) {
        const compiled_rule& rule = p.rules[i];
        if (!is_active(rule.mode)) continue;
        if (p.conditions.evaluate(rule.when, {nothing_found, p.table, nothing_known, false}) != truth::no()) {
            always_.push_back(i);
            continue;
        }
        std::vector<atom_id> atoms;
        collect_atoms(p.conditions, rule.when, atoms);
        tidy(atoms);
        for (const atom_id atom : atoms) rules_of[atom].push_back(i);
    }
    for (const auto& rules : rules_of) {
        first_.push_back(static_cast<std::uint32_t>(by_atom_.size()));
        by_atom_.insert(by_atom_.end(), rules.begin(), rules.end());
    }
    first_.push_back(static_cast<std::uint32_t>(by_atom_.size()));
}

void rule_selection::choose(const outcomes& seen, std::vector<std::uint32_t>& chosen) const {
    chosen = always_;
    for (const atom_id atom : seen.touched)
        chosen.insert(chosen.end(), by_atom_.begin() + first_[atom], by_atom_.begin() + first_[atom + 1]);
    tidy(chosen);
}

} // namespace greffe::rules
