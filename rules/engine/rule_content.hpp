// What makes a rule do what it does, as one short word: two rules of the same content match the same texts
// and do the same. Pure.
#pragma once
#include "rules/engine/spec.hpp"

#include <string>

namespace greffe::rules {

/// 16 hexadecimal digits of a hash (FNV-1a) over target, scope, conditions, policy, expiry and what the rule
/// does; not its id, mode, cap, examples, nor how and where it is written. Precondition: `rule.when` is set.
std::string content_of(const rule_spec& rule);

} // namespace greffe::rules
