// A condition in one line, as `rules explain` prints it; equal lines are equal conditions. Pure.
#pragma once
#include "rules/engine/spec.hpp"

#include <string>

namespace greffe::rules {

/// For people; long lists are cut.
std::string describe(const condition& leaf);
/// Everything that makes a leaf what it is: two leaves with the same key are one atom.
std::string identity(const condition& leaf);

} // namespace greffe::rules
