#include "rules/engine/rule_costs.hpp"

#include "rules/engine/build_program.hpp"
#include "rules/engine/read_ruleset.hpp"

namespace greffe::rules {

std::vector<rule_cost> rule_costs(std::string_view yaml, const compile_options& options,
                                  const std::vector<comment_text>& texts,
                                  const std::function<std::chrono::nanoseconds()>& now,
                                  const std::function<bool()>& stop) {
    std::vector<rule_cost> costs;
    diagnostics found;
    const auto spec = read_ruleset(yaml, options.file, found, options.packs);
    if (!spec || has_errors(found) || texts.empty()) return costs;
    ruleset_spec alone = *spec;
    const facts nothing;
    for (const rule_spec& rule : spec->rules) {
        if (stop()) break;
        if (rule.mode == rule_mode::disabled || rule.target != rule_target::comment) continue;
        alone.rules.assign(1, rule);
        if (alone.rules.front().mode == rule_mode::draft) alone.rules.front().mode = rule_mode::shadow;
        const auto program = build_program(alone, options, found);
        if (!program) continue;
        // The first round only fills the caches that a server's would be filled with.
        std::chrono::nanoseconds begun{0};
        for (const int round : {0, 1}) {
            if (round == 1) begun = now();
            for (const auto& text : texts) judge(*program, scan(*program, text), nothing);
        }
        costs.push_back(
            {.rule = rule.id, .per_text = (now() - begun) / static_cast<std::int64_t>(texts.size())});
    }
    return costs;
}

} // namespace greffe::rules
