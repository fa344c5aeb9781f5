// From a checked ruleset to a program: conditions to atoms (equal ones shared), patterns to sets, dates to
// instants.
#pragma once
#include "rules/engine/program.hpp"
#include "rules/engine/ruleset.hpp"

#include <memory>

namespace greffe::rules {

/// Null: it does not fit, and `found` says what. Precondition: `spec` was read without errors.
std::unique_ptr<program> build_program(const ruleset_spec& spec, const compile_options& options,
                                       diagnostics& found);

/// What an example gives, for every need of the program's table.
facts facts_of(const program& p, const example& e);

/// Runs the examples of every rule but the disabled ones, each against its rule alone; failures go to
/// `found`. Returns how many were run.
std::size_t run_examples(const program& p, const ruleset_spec& spec, diagnostics& found);

} // namespace greffe::rules
