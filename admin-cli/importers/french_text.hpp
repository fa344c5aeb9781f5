// How French text is compared: one plain ASCII character for each code point, so that "Décembre", "décembre"
// with combining accents and "decembre" are one, and U+0020, U+00A0, U+202F and U+2009 are one space. Text
// that is stored is never folded; every folded character knows its byte in the original. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::importers {

struct folded_text {
    std::string text; ///< lower case ASCII; a foreign letter is 'x', any other sign is U+0001
    std::vector<std::size_t>
        origin; ///< byte of each character in the original; one more: the original's size
};

/// Precondition: valid UTF-8 (other bytes are passed over as signs).
folded_text fold(std::string_view text);

/// fold(), with runs of spaces as one and none at the ends: for tables of words.
std::string fold_words(std::string_view text);

/// Without the white space at both ends (ASCII, U+00A0, U+202F, U+2009, U+FEFF).
std::string_view trim(std::string_view text);

/// trim(), with every run of white space as one U+0020.
std::string collapse(std::string_view text);

} // namespace greffe::importers
