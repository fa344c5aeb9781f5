#include "rules/text/fold_piece.hpp"

#include "rules/text/normalizers.hpp"
#include "rules/text/utf8.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <new>

namespace greffe::rules::text {
namespace {

struct replacement {
    char32_t from;
    char to;
};

// What a keyboard or a word processor writes for an ASCII character. NFKC leaves most of these alone, and
// would turn the acute accent that people type for an apostrophe into a space.
constexpr replacement typographic[] = {
    {U'`', '\''},      {U'\u00B4', '\''}, {U'\u2018', '\''}, {U'\u2019', '\''}, {U'\u201A', '\''},
    {U'\u201B', '\''}, {U'\u02BC', '\''}, {U'\u2032', '\''}, {U'\u2035', '\''}, {U'\u00AB', '"'},
    {U'\u00BB', '"'},  {U'\u201C', '"'},  {U'\u201D', '"'},  {U'\u201E', '"'},  {U'\u201F', '"'},
    {U'\u2033', '"'},  {U'\u2010', '-'},  {U'\u2011', '-'},  {U'\u2012', '-'},  {U'\u2013', '-'},
    {U'\u2014', '-'},  {U'\u2015', '-'},  {U'\u2212', '-'},
};

char32_t to_ascii(char32_t character) {
    for (const replacement& r : typographic)
        if (r.from == character) return static_cast<char32_t>(r.to);
    return character;
}

icu::UnicodeString normalized(const icu::Normalizer2& form, const icu::UnicodeString& text) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString out = form.normalize(text, status);
    if (U_FAILURE(status) != 0) throw std::bad_alloc();
    return out;
}

} // namespace

// Marks of class 7 to 9 (nukta, voicing, virama) are part of the spelling of their scripts and stay.
bool is_accent(char32_t character) {
    const auto c = static_cast<UChar32>(character);
    const auto type = u_charType(c);
    if (type == U_ENCLOSING_MARK) return true;
    return type == U_NON_SPACING_MARK && u_getCombiningClass(c) > 9;
}

bool is_white_space(char32_t character) {
    return u_isUWhiteSpace(static_cast<UChar32>(character)) != 0;
}

void fold_piece(std::string_view piece, std::string& to) {
    icu::UnicodeString work;
    for (std::size_t at = 0; at < piece.size();) {
        const char32_t character = to_ascii(next_character(piece, at));
        // U+0345 is the one accent that folds to a letter; the others go now, before they must be ordered.
        if (character == 0x345 || !is_accent(character)) work.append(static_cast<UChar32>(character));
    }
    work = normalized(nfd(), normalized(nfkc_casefold(), work));
    icu::UnicodeString bare;
    for (std::int32_t at = 0; at < work.length(); at = work.moveIndex32(at, 1)) {
        const UChar32 character = work.char32At(at);
        if (is_accent(static_cast<char32_t>(character))) continue;
        if (character == 0x153) {
            bare.append(u'o').append(u'e');
        } else if (character == 0xE6) {
            bare.append(u'a').append(u'e');
        } else {
            bare.append(character);
        }
    }
    normalized(nfc(), bare).toUTF8String(to);
}

} // namespace greffe::rules::text
