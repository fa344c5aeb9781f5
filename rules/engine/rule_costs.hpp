// What each rule of a ruleset costs alone: the time of a whole evaluation (views, matching, verdict) of one
// text by a ruleset that holds nothing else. Together rules cost less, for they share views and passes. No
// clock is read here: whoever asks gives one.
#pragma once
#include "rules/engine/ruleset.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

struct rule_cost {
    std::string rule;
    std::chrono::nanoseconds per_text{0};
};

/// Every rule for comments that is not disabled, in file order. `next`: the texts, again from the first for
/// each rule. `now`: a steady clock. `stop`: asked between rules; once true, what is left is left out.
/// Precondition: `yaml` compiles under `options`; there is a text.
std::vector<rule_cost> rule_costs(std::string_view yaml, const compile_options& options,
                                  const std::vector<comment_text>& texts,
                                  const std::function<std::chrono::nanoseconds()>& now,
                                  const std::function<bool()>& stop);

} // namespace greffe::rules
