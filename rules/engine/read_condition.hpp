// Reads the `when` of a rule.
#pragma once
#include "rules/engine/reader.hpp"
#include "rules/engine/spec.hpp"

namespace greffe::rules {

/// nullopt: it cannot be used, and the diagnostics say why.
std::optional<condition> read_condition(reader& in, const node& from);

} // namespace greffe::rules
