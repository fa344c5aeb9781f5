// What a comment is counted and compared by: the keys of `rate` and `duplicate`. The engine only computes
// them; a store keeps them (as HMACs under the server's key, deleted with the text) and counts. Pure.
#pragma once
#include "rules/engine/facts.hpp"
#include "rules/engine/facts_needed.hpp"
#include "rules/text/near_signature.hpp"

#include <optional>
#include <string>
#include <vector>

namespace greffe::rules {

struct fingerprint {
    /// The folded words joined by single spaces: equal for texts that differ in case, accents, punctuation
    /// and spacing only. Empty: the body holds no word, and is nobody's duplicate.
    std::string exact;
    std::optional<text::near_signature> near; ///< absent: too few words
    std::vector<std::string> link_hosts;      ///< normalised, sorted, without repeats
    std::vector<std::string> phones;          ///< "+33612345678", sorted, without repeats
};

/// Only what `needed` asks for is computed; the rest is left empty.
fingerprint fingerprint_of(const facts_needed& needed, std::string_view body);

/// The tags that a need looks at: those its glob matches.
std::vector<std::string> tags_for(const std::string& glob, const std::vector<std::string>& tags);

} // namespace greffe::rules
