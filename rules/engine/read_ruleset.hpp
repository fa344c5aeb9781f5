// Reads a whole document: a ruleset, or a pack ("pack: NAME" in place of "ruleset: NAME").
#pragma once
#include "rules/engine/spec.hpp"

#include <optional>
#include <string_view>

namespace greffe::rules {

/// Reads `yaml` and the packs that it uses, expanded: their rules first, as 'pack/id'. nullopt: there is no
/// ruleset to speak of. With errors in `found` the result serves only to find more of them.
/// `packs`: in place of those that ship, or null.
std::optional<ruleset_spec> read_ruleset(std::string_view yaml, const std::string& file, diagnostics& found,
                                         const pack_texts* packs = nullptr);

} // namespace greffe::rules
