#include "rules/text/tokens.hpp"

#include "rules/text/fold_piece.hpp"
#include "rules/text/utf8.hpp"

#include <unicode/uchar.h>

namespace greffe::rules::text {
namespace {

constexpr std::uint32_t word_types = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_NL_MASK;

bool is_word(char32_t character) {
    if (character < 0x80) {
        const char32_t lower = character | 0x20U;
        return (lower >= U'a' && lower <= U'z') || (character >= U'0' && character <= U'9');
    }
    return (U_MASK(u_charType(static_cast<UChar32>(character))) & word_types) != 0;
}

} // namespace

std::optional<byte_range> next_word(std::string_view text, std::size_t at) {
    byte_range found{};
    bool inside = false;
    while (at < text.size()) {
        const std::size_t begin = at;
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool word = byte < 0x80 ? is_word(text[at++]) : is_word(next_character(text, at));
        if (word) {
            if (!inside) found.begin = begin;
            inside = true;
            found.end = at;
        } else if (inside) {
            break;
        }
    }
    if (!inside) return std::nullopt;
    return found;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (const auto word = next_word(text, at)) {
        words.push_back(text.substr(word->begin, word->end - word->begin));
        at = word->end;
    }
    return words;
}

bool joins_words(std::string_view between) {
    for (std::size_t at = 0; at < between.size();) {
        const char32_t c = next_character(between, at);
        if (c != U'-' && c != U'\'' && c != U'_' && c != U'\u2019' && !is_white_space(c)) return false;
    }
    return true;
}

} // namespace greffe::rules::text
