// Which rules nobody can tell of whether they match, because a fact is absent. Pure.
#pragma once
#include "rules/engine/program.hpp"

#include <cstddef>
#include <vector>

namespace greffe::rules {

/// Active rules for comments, as indexes into program::rules, in order.
std::vector<std::size_t> unknown_rules(const program& p, const outcomes& scanned, const facts& known);

} // namespace greffe::rules
