// A compiled ruleset from the inside: what to look for in each field, the conditions over it, the rules over
// those. Immutable once built; thread-safe.
#pragma once
#include "rules/engine/condition_forest.hpp"
#include "rules/engine/explanation.hpp"
#include "rules/engine/fact_table.hpp"
#include "rules/engine/facts.hpp"
#include "rules/engine/field_plan.hpp"
#include "rules/engine/rule_selection.hpp"
#include "rules/engine/spec.hpp"
#include "rules/engine/verdict.hpp"

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace greffe::rules {

/// Live and shadow: rules that are run on what comes in.
constexpr bool is_active(rule_mode mode) {
    return mode == rule_mode::live || mode == rule_mode::shadow;
}

struct compiled_rule {
    std::string id;
    origin from;
    rule_target target = rule_target::comment;
    rule_mode mode = rule_mode::live;
    action does = action::publish;
    int score = 0;
    report_effect effect;
    std::optional<int> daily_cap;
    std::optional<std::string> policy;
    std::optional<policy_deadline> deadline; ///< its policy's
    scope where;
    std::optional<std::chrono::sys_seconds> expires;
    std::string content; ///< rule_content.hpp
    condition_forest::step_id when = 0;
};

struct program {
    explicit program(std::shared_ptr<const icu::TimeZone> zone) : table(std::move(zone)) {}

    std::string name;
    std::vector<policy> policies;
    thresholds at;
    std::vector<compiled_rule> rules;
    condition_forest conditions;
    std::vector<std::string> atoms; ///< each as a person reads it
    std::vector<std::string> facts; ///< by fact_id, as a person reads it
    std::array<field_plan, text_fields> plans;
    fact_table table;
    facts_needed needs; ///< of the active rules for comments: a beginning of the table's
    std::optional<facts_needed> needs_of_reports; ///< of those for reports; absent: there is none
    std::int64_t scan_work = 0;
    std::vector<truth> unscanned; ///< by atom_id: what it is before anything is found, the body scanned
    rule_selection selection;

    const field_plan& plan(text_field field) const { return plans[static_cast<std::size_t>(field)]; }
};

outcomes scan(const program& p, const comment_text& text);
/// Every field absent.
outcomes nothing_seen(const program& p);
/// `seen` with the atoms of the title, scanned now; it is `seen` itself when no rule asks for a title, or
/// there is none.
class seen_with_title {
  public:
    seen_with_title(const program& p, const outcomes& seen, const facts& known);
    const outcomes& get() const { return own_ ? *own_ : seen_; }

  private:
    const outcomes& seen_;
    std::optional<outcomes> own_;
};

/// Scope and expiry; mode and `when` are not looked at.
bool applies(const compiled_rule& rule, const facts& known);
verdict judge(const program& p, const outcomes& seen, const facts& known);
report_verdict judge_report(const program& p, const outcomes& seen, const facts& known);
/// Precondition: `seen` holds the title's atoms.
rule_report explain_rule(const program& p, const compiled_rule& rule, const outcomes& seen,
                         const facts& known);
explanation explain(const program& p, const outcomes& seen, const facts& known);

/// `*` stands for any characters.
bool matches_glob(std::string_view glob, std::string_view text);

} // namespace greffe::rules
