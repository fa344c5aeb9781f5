// Regular expressions: how RE2 is set up here, and what is said about a pattern that cannot be used.
#pragma once
#include "rules/engine/reader.hpp"
#include "rules/engine/spec.hpp"

#include <re2/re2.h>

#include <cstdint>

namespace greffe::rules {

/// Bytes; for one pattern alone: its program and its share of states.
inline constexpr std::int64_t pattern_memory = 1 << 20;
inline constexpr std::size_t longest_pattern = 4096;

/// UTF-8, leftmost-first, quiet; "." does not match a line break.
RE2::Options pattern_options(std::int64_t memory);

enum class pattern_role { condition, exception };

/// Compiles the scalar `from`; what is wrong with it goes to `in`, and `compiled` is then null.
pattern_spec read_pattern(reader& in, const node& from, std::string_view what, text::view_kind view,
                          pattern_role role);

} // namespace greffe::rules
