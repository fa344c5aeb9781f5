// What is likely a mistake in a ruleset that is right in form: rules that can never match, rules that another
// one makes superfluous, patterns that cost out of proportion. Warnings only. Bounded: rules of more than
// twelve different conditions, and conditions that very many rules share, are not compared.
#pragma once
#include "rules/engine/diagnostic.hpp"
#include "rules/engine/spec.hpp"

namespace greffe::rules {

/// Precondition: `spec` was read without errors.
void lint(const ruleset_spec& spec, diagnostics& found);

} // namespace greffe::rules
