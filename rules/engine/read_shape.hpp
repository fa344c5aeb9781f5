// Reads the conditions on the outward form of a text: caps, repeat, emoji, language. Each: nullopt after a
// diagnostic.
#pragma once
#include "rules/engine/reader.hpp"
#include "rules/engine/spec.hpp"

#include <optional>

namespace greffe::rules {

/// The `in` beside a condition.
text_field read_field(reader& in, const node& map);

std::optional<condition> read_caps(reader& in, const node& map, const entry& e);
std::optional<condition> read_repeat(reader& in, const node& map, const entry& e);
std::optional<condition> read_emoji(reader& in, const node& map, const entry& e);
std::optional<condition> read_language(reader& in, const node& map, const entry& e);

} // namespace greffe::rules
