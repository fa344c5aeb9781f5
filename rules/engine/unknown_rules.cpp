#include "rules/engine/unknown_rules.hpp"

namespace greffe::rules {

std::vector<std::size_t> unknown_rules(const program& p, const outcomes& scanned, const facts& known) {
    const seen_with_title with_title(p, scanned, known);
    const evidence all{with_title.get(), p.table, known};
    std::vector<std::uint32_t> chosen;
    p.selection.choose(all.seen, chosen);
    std::vector<std::size_t> unknown;
    for (const std::uint32_t index : chosen) {
        const compiled_rule& rule = p.rules[index];
        if (rule.target == rule_target::comment && applies(rule, known) &&
            p.conditions.evaluate(rule.when, all) == truth::unknown())
            unknown.push_back(index);
    }
    return unknown;
}

} // namespace greffe::rules
