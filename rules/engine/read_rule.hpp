// Reads one item of `rules`.
#pragma once
#include "rules/engine/reader.hpp"
#include "rules/engine/spec.hpp"

namespace greffe::rules {

/// nullopt: it has no usable id; otherwise a rule that may lack `when`, with diagnostics for all that is
/// wrong.
std::optional<rule_spec> read_rule(reader& in, const node& from);

} // namespace greffe::rules
