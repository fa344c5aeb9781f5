// What must stand in a text for a pattern to match, asked of RE2's own prefilter (FilteredRE2): so that most
// patterns are ruled out without being run. Pure.
#pragma once
#include <re2/re2.h>

#include <cstddef>
#include <string>
#include <vector>

namespace greffe::rules {

/// Bytes; shorter literals stand in every text.
inline constexpr std::size_t shortest_literal = 3;

/// Clauses of which each must hold: one of its literals stands in the text, when the text's ASCII letters are
/// small (and U+0130 and U+212A are i and k). ASCII only, at least shortest_literal bytes, at most two
/// clauses. None: nothing is required, the pattern must be run.
using required_literals = std::vector<std::vector<std::string>>;

/// Precondition: `pattern` compiles with `options`.
required_literals find_required_literals(const std::string& pattern, const RE2::Options& options);

} // namespace greffe::rules
