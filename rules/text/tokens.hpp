// Words of a text: runs of letters, digits and marks. An apostrophe, a hyphen or an underscore ends a word:
// "l'arnaque" holds "l" and "arnaque". Pure.
#pragma once
#include "rules/text/offset_map.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

/// The first word that begins at or after byte `at`; nullopt: there is none.
std::optional<byte_range> next_word(std::string_view text, std::size_t at);
/// The words of a text as next_word finds them, fast: begin and end of the first, begin and end of the second
/// … Returns how many words there are; `edges` grows as needed and never shrinks, so that it can be used
/// again. Precondition: below 4 GiB.
std::size_t find_words(std::string_view text, std::vector<std::uint32_t>& edges);
std::vector<std::string_view> words_of(std::string_view text);
/// Whether only white space, hyphens, apostrophes and underscores stand in the stretch between two words:
/// then they may be words of one expression.
bool joins_words(std::string_view between);

} // namespace greffe::rules::text
