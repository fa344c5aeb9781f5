#include "rules/text/lookalikes.hpp"

#include <algorithm>
#include <iterator>

#include <unicode/normalizer2.h>

namespace greffe::rules::text {
namespace {

struct lookalike {
    char32_t from;
    char to;
};

// Letters of the Latin, Greek, Cyrillic, Armenian, Cherokee, Coptic and Lisu scripts, folded, whose prototype
// in Unicode's confusables.txt (or that of their capital) is one ASCII letter with or without a stroke; and
// the phonetic small capitals, which are named for their letter.
constexpr lookalike table[] = {
    {0x00F0, 'd'}, {0x00F8, 'o'}, {0x0111, 'd'}, {0x0127, 'h'}, {0x0131, 'i'}, {0x0142, 'l'}, {0x0167, 't'},
    {0x0180, 'b'}, {0x0183, 'b'}, {0x0185, 'b'}, {0x018C, 'd'}, {0x018D, 'g'}, {0x0192, 'f'}, {0x0199, 'k'},
    {0x019A, 'l'}, {0x019E, 'n'}, {0x01A5, 'p'}, {0x01AD, 't'}, {0x01B4, 'y'}, {0x01B6, 'z'}, {0x01BD, 's'},
    {0x01C0, 'l'}, {0x01E5, 'g'}, {0x0225, 'z'}, {0x023C, 'c'}, {0x0247, 'e'}, {0x0249, 'j'}, {0x024D, 'r'},
    {0x024F, 'y'}, {0x0251, 'a'}, {0x0253, 'b'}, {0x0256, 'd'}, {0x0257, 'd'}, {0x0260, 'g'}, {0x0261, 'g'},
    {0x0262, 'g'}, {0x0263, 'y'}, {0x0266, 'h'}, {0x0268, 'i'}, {0x0269, 'i'}, {0x026A, 'i'}, {0x026B, 'l'},
    {0x026D, 'l'}, {0x026F, 'w'}, {0x0272, 'n'}, {0x0273, 'n'}, {0x0274, 'n'}, {0x0275, 'o'}, {0x027C, 'r'},
    {0x027D, 'r'}, {0x0280, 'r'}, {0x0282, 's'}, {0x0288, 't'}, {0x0289, 'u'}, {0x028B, 'u'}, {0x028F, 'y'},
    {0x0290, 'z'}, {0x0299, 'b'}, {0x029C, 'h'}, {0x029D, 'j'}, {0x029F, 'l'}, {0x02A0, 'q'}, {0x03B1, 'a'},
    {0x03B2, 'b'}, {0x03B3, 'y'}, {0x03B5, 'e'}, {0x03B6, 'z'}, {0x03B7, 'n'}, {0x03B8, 'o'}, {0x03B9, 'i'},
    {0x03BA, 'k'}, {0x03BC, 'm'}, {0x03BD, 'v'}, {0x03BF, 'o'}, {0x03C1, 'p'}, {0x03C3, 'o'}, {0x03C4, 't'},
    {0x03C5, 'u'}, {0x03C7, 'x'}, {0x03DD, 'f'}, {0x03F3, 'j'}, {0x03F8, 'p'}, {0x03FB, 'm'}, {0x0430, 'a'},
    {0x0431, 'b'}, {0x0432, 'b'}, {0x0433, 'r'}, {0x0435, 'e'}, {0x043A, 'k'}, {0x043C, 'm'}, {0x043D, 'h'},
    {0x043E, 'o'}, {0x0440, 'p'}, {0x0441, 'c'}, {0x0442, 't'}, {0x0443, 'y'}, {0x0445, 'x'}, {0x0448, 'w'},
    {0x044C, 'b'}, {0x0455, 's'}, {0x0456, 'i'}, {0x0458, 'j'}, {0x045B, 'h'}, {0x0461, 'w'}, {0x0463, 'b'},
    {0x0473, 'o'}, {0x0475, 'v'}, {0x047D, 'w'}, {0x048D, 'b'}, {0x0493, 'r'}, {0x049B, 'k'}, {0x049F, 'k'},
    {0x04A3, 'h'}, {0x04AB, 'c'}, {0x04AD, 't'}, {0x04AF, 'y'}, {0x04B1, 'y'}, {0x04B3, 'x'}, {0x04BB, 'h'},
    {0x04BD, 'e'}, {0x04BF, 'e'}, {0x04C8, 'h'}, {0x04CA, 'h'}, {0x04CE, 'm'}, {0x04CF, 'i'}, {0x04E9, 'o'},
    {0x0501, 'd'}, {0x050D, 'g'}, {0x051B, 'q'}, {0x051D, 'w'}, {0x0561, 'w'}, {0x0563, 'q'}, {0x0566, 'q'},
    {0x0570, 'h'}, {0x0578, 'n'}, {0x057C, 'n'}, {0x057D, 'u'}, {0x057F, 's'}, {0x0581, 'g'}, {0x0584, 'f'},
    {0x0585, 'o'}, {0x13A0, 'd'}, {0x13A1, 'r'}, {0x13A2, 't'}, {0x13A4, 'o'}, {0x13A5, 'i'}, {0x13A9, 'y'},
    {0x13AA, 'a'}, {0x13AB, 'j'}, {0x13AC, 'e'}, {0x13B1, 'r'}, {0x13B3, 'w'}, {0x13B7, 'm'}, {0x13BB, 'h'},
    {0x13BD, 'y'}, {0x13BE, 'o'}, {0x13C0, 'g'}, {0x13C2, 'h'}, {0x13C3, 'z'}, {0x13CC, 'u'}, {0x13CF, 'b'},
    {0x13D2, 'r'}, {0x13D4, 'w'}, {0x13D5, 's'}, {0x13D9, 'v'}, {0x13DA, 's'}, {0x13DE, 'l'}, {0x13DF, 'c'},
    {0x13E2, 'p'}, {0x13E6, 'k'}, {0x13E7, 'd'}, {0x13EB, 'o'}, {0x13F2, 'h'}, {0x13F3, 'g'}, {0x13F4, 'b'},
    {0x1D00, 'a'}, {0x1D04, 'c'}, {0x1D05, 'd'}, {0x1D07, 'e'}, {0x1D0A, 'j'}, {0x1D0B, 'k'}, {0x1D0D, 'm'},
    {0x1D0F, 'o'}, {0x1D11, 'o'}, {0x1D18, 'p'}, {0x1D1B, 't'}, {0x1D1C, 'u'}, {0x1D20, 'v'}, {0x1D21, 'w'},
    {0x1D22, 'z'}, {0x1D26, 'r'}, {0x1D6E, 'f'}, {0x1D70, 'n'}, {0x1D72, 'r'}, {0x1D74, 's'}, {0x1D75, 't'},
    {0x1D76, 'z'}, {0x1D7B, 'i'}, {0x1D7C, 'i'}, {0x1D7D, 'p'}, {0x1D7E, 'u'}, {0x1D83, 'g'}, {0x1D8C, 'y'},
    {0x1E9D, 'f'}, {0x1EFF, 'y'}, {0x2C66, 't'}, {0x2C68, 'h'}, {0x2C6A, 'k'}, {0x2C85, 'r'}, {0x2C8F, 'h'},
    {0x2C93, 'l'}, {0x2C95, 'k'}, {0x2C99, 'm'}, {0x2C9B, 'n'}, {0x2C9F, 'o'}, {0x2CA3, 'p'}, {0x2CA5, 'c'},
    {0x2CA7, 't'}, {0x2CA9, 'y'}, {0x2CAD, 'x'}, {0x2CD1, 'l'}, {0xA4D0, 'b'}, {0xA4D1, 'p'}, {0xA4D2, 'd'},
    {0xA4D3, 'd'}, {0xA4D4, 't'}, {0xA4D6, 'g'}, {0xA4D7, 'k'}, {0xA4D9, 'j'}, {0xA4DA, 'c'}, {0xA4DC, 'z'},
    {0xA4DD, 'f'}, {0xA4DF, 'm'}, {0xA4E0, 'n'}, {0xA4E1, 'l'}, {0xA4E2, 's'}, {0xA4E3, 'r'}, {0xA4E6, 'v'},
    {0xA4E7, 'h'}, {0xA4EA, 'w'}, {0xA4EB, 'x'}, {0xA4EC, 'y'}, {0xA4EE, 'a'}, {0xA4F0, 'e'}, {0xA4F2, 'l'},
    {0xA4F3, 'o'}, {0xA4F4, 'u'}, {0xA647, 'i'}, {0xA695, 'h'}, {0xA730, 'f'}, {0xA731, 's'}, {0xA741, 'k'},
    {0xA74B, 'o'}, {0xA761, 'w'}, {0xA799, 'f'}, {0xA79F, 'u'}, {0xA7B5, 'b'}, {0xAB32, 'e'}, {0xAB35, 'f'},
    {0xAB3D, 'o'}, {0xAB3E, 'o'}, {0xAB47, 'r'}, {0xAB48, 'r'}, {0xAB4E, 'u'}, {0xAB52, 'u'}, {0xAB53, 'x'},
    {0xAB5A, 'y'},
};
static_assert(std::ranges::is_sorted(table, {}, &lookalike::from));

// Greek letters whose capital or older form looks like another letter than the small one does that they are
// folded to.
struct written_form {
    char32_t written;
    char32_t folded;
    char to;
};
constexpr written_form written_forms[] = {
    {0x0397, 0x03B7, 'h'}, {0x039D, 0x03BD, 'n'}, {0x03A5, 0x03C5, 'y'},
    {0x03D2, 0x03C5, 'y'}, {0x03F2, 0x03C3, 'c'}, {0x03F9, 0x03C3, 'c'},
};

// Without accents, and of one style: Ή, 𝚮 and Η are one.
char32_t base_of(char32_t character) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* compatibility = icu::Normalizer2::getNFKDInstance(status);
    icu::UnicodeString parts;
    const bool has_parts =
        U_SUCCESS(status) && compatibility->getDecomposition(static_cast<UChar32>(character), parts);
    return has_parts ? static_cast<char32_t>(parts.char32At(0)) : character;
}

// White letters on black discs and squares, which NFKC leaves alone.
struct alphabet {
    char32_t first;
};
constexpr alphabet alphabets[] = {{0x1F150}, {0x1F170}};

} // namespace

char ascii_lookalike(char32_t character) {
    for (const alphabet& a : alphabets)
        if (character >= a.first && character < a.first + 26)
            return static_cast<char>('a' + static_cast<int>(character - a.first));
    const auto found = std::ranges::lower_bound(table, character, {}, &lookalike::from);
    return found != std::end(table) && found->from == character ? found->to : '\0';
}

bool is_unlike_as_written(char32_t folded) {
    return std::ranges::find(written_forms, folded, &written_form::folded) != std::end(written_forms);
}

char ascii_lookalike_as_written(char32_t written) {
    for (const char32_t seen : {written, base_of(written)})
        if (const auto found = std::ranges::find(written_forms, seen, &written_form::written);
            found != std::end(written_forms))
            return found->to;
    return '\0';
}

} // namespace greffe::rules::text
