// Views by the definition, one obvious step after the other over the whole text: what the fast views are held
// against.
#pragma once
#include "rules/text/view.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

struct plain_view {
    std::string text;
    std::vector<rules::text::byte_range> origin; ///< of each byte of `text`
};

/// Piece by piece, with the origin of every byte.
plain_view slow_view(rules::text::view_kind kind, std::string_view original);
/// The text alone, by normalising the whole string at once: no pieces at all.
std::string whole_view(rules::text::view_kind kind, std::string_view original);

} // namespace greffe::test
