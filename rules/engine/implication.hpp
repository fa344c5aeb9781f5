// What one elementary condition says about another, as far as their numbers and lists tell. Pure.
#pragma once
#include "rules/engine/spec.hpp"

namespace greffe::rules {

enum class relation { none, implies, excludes };

/// Of two leaves: whenever `a` holds, `b` holds (implies) or does not hold (excludes); `none` if neither is
/// certain.
relation relation_of(const condition& a, const condition& b);

} // namespace greffe::rules
