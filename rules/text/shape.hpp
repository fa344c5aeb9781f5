// The outward form of a text: capitals, repeats, emoji. Pure, linear, total on any bytes.
#pragma once
#include "rules/text/view.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

struct capitals {
    std::size_t letters = 0; ///< that have a case
    std::size_t upper = 0;
};
capitals count_capitals(std::string_view text);

/// A stretch of the original in which something stands `times` in a row.
struct repeat {
    byte_range at;
    std::size_t times = 0;
};
/// Runs of at least two of one character of the folded view that is neither white space nor digit.
void find_repeats(const view& folded, std::vector<repeat>& found);
/// Runs of at least two of one word, whatever stands between them.
void find_repeated_words(const view& folded, std::vector<repeat>& found);

/// Each as one, with its variation selectors, skin tones, joined parts; a flag is one.
void find_emoji(std::string_view text, std::vector<byte_range>& found);

} // namespace greffe::rules::text
