// Packs as versions of a ruleset keep them: named by the SHA-256 of their text, so that a later build, which
// ships other packs, compiles a version as it was pushed. Pure.
#pragma once
#include "rules/engine/ruleset.hpp"
#include "server/service/answers.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace greffe::service {

std::vector<pack_view> kept_packs(const rules::pack_texts& used);
/// What to compile the version with; nullopt: what ships.
std::optional<rules::pack_texts> pack_texts_of(const ruleset_view& ruleset);

/// The very same source, with the same packs.
bool says_the_same(const ruleset_view& kept, std::string_view source, const std::vector<pack_view>& packs);

} // namespace greffe::service
