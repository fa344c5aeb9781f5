// Why a verdict is what it is: for people, not for programs. Values only.
#pragma once
#include "rules/engine/verdict.hpp"

#include <optional>
#include <string>
#include <vector>

namespace greffe::rules {

/// One condition of a rule, as it was found; in the order in which the rule writes them.
struct condition_report {
    int depth = 0;       ///< below the rule's `when`
    std::string what;    ///< "text 'telegram'", "all", "not"
    std::string outcome; ///< holds | fails | unknown | undecided
    int line = 0;
    std::vector<span> spans;
};

struct rule_report {
    std::string rule;
    std::string file;
    rule_target target = rule_target::comment;
    rule_mode mode = rule_mode::live;
    action does = action::publish;
    int score = 0;
    report_effect effect;
    bool matched = false;
    bool applies = true; ///< scope and expiry hold
    std::vector<condition_report> conditions;
};

struct explanation {
    verdict answer;
    std::optional<report_verdict> report; ///< when the facts are those of a report
    std::vector<rule_report> matched;     ///< rules of every mode but disabled, in file order
    std::vector<rule_report> near_misses; ///< not matched, but a condition holds that speaks for them
};

} // namespace greffe::rules
