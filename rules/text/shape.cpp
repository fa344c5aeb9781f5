#include "rules/text/shape.hpp"

#include "rules/text/fold_piece.hpp"
#include "rules/text/tokens.hpp"
#include "rules/text/utf8.hpp"

#include <unicode/uchar.h>

namespace greffe::rules::text {
namespace {

constexpr char32_t joiner = 0x200D;
constexpr char32_t emoji_style = 0xFE0F;
constexpr char32_t keycap = 0x20E3;

bool has(char32_t c, UProperty property) {
    return u_hasBinaryProperty(static_cast<UChar32>(c), property) != 0;
}

bool continues_emoji(char32_t c) {
    return c == emoji_style || c == keycap || has(c, UCHAR_EMOJI_MODIFIER) || (c >= 0xE0020 && c <= 0xE007F);
}

char32_t peek(std::string_view text, std::size_t at) {
    return at < text.size() ? next_character(text, at) : 0;
}

} // namespace

capitals count_capitals(std::string_view text) {
    capitals seen;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<UChar32>(next_character(text, at));
        const auto type = u_charType(c);
        const bool upper = type == U_UPPERCASE_LETTER || type == U_TITLECASE_LETTER;
        seen.upper += upper ? 1 : 0;
        seen.letters += upper || type == U_LOWERCASE_LETTER ? 1 : 0;
    }
    return seen;
}

void find_repeats(const view& folded, std::vector<repeat>& found) {
    found.clear();
    const std::string_view seen = folded.text();
    for (std::size_t at = 0; at < seen.size();) {
        const std::size_t begin = at;
        const char32_t first = next_character(seen, at);
        std::size_t times = 1;
        for (std::size_t behind = at; behind < seen.size() && next_character(seen, behind) == first; ++times)
            at = behind;
        if (times < 2 || is_white_space(first) || u_isdigit(static_cast<UChar32>(first)) != 0) continue;
        found.push_back({folded.original({begin, at}), times});
    }
}

void find_repeated_words(const view& folded, std::vector<repeat>& found) {
    found.clear();
    const std::string_view seen = folded.text();
    auto word = next_word(seen, 0);
    while (word) {
        const auto first = seen.substr(word->begin, word->end - word->begin);
        byte_range run = *word;
        std::size_t times = 1;
        word = next_word(seen, run.end);
        for (; word && seen.substr(word->begin, word->end - word->begin) == first; ++times) {
            run.end = word->end;
            word = next_word(seen, run.end);
        }
        if (times > 1) found.push_back({folded.original(run), times});
    }
}

void find_emoji(std::string_view text, std::vector<byte_range>& found) {
    found.clear();
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t c = next_character(text, at);
        if (c < 0x80 ? peek(text, at) != emoji_style && peek(text, at) != keycap : !has(c, UCHAR_EMOJI))
            continue;
        if (has(c, UCHAR_REGIONAL_INDICATOR)) {
            if (has(peek(text, at), UCHAR_REGIONAL_INDICATOR)) next_character(text, at);
            found.push_back({begin, at});
            continue;
        }
        const bool drawn =
            has(c, UCHAR_EMOJI_PRESENTATION) || peek(text, at) == emoji_style || peek(text, at) == keycap;
        if (!drawn || !has(c, UCHAR_EMOJI)) continue;
        while (at < text.size()) {
            std::size_t behind = at;
            const char32_t next = next_character(text, behind);
            if (next == joiner && has(peek(text, behind), UCHAR_EMOJI) && peek(text, behind) >= 0x80)
                next_character(text, behind);
            else if (!continues_emoji(next))
                break;
            at = behind;
        }
        found.push_back({begin, at});
    }
}

} // namespace greffe::rules::text
