#include "rules/text/normalizers.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view_builder.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/unorm2.h>

#include <new>

namespace greffe::rules::text {
namespace {

// Latin letters, what word processors put between them, currency signs: all that most comments hold. NFC
// changes none of it, and none of it combines with what stands before. By bytes: below U+0300, U+2010 to
// U+205F, U+20A0 to U+20CF.
bool is_plain(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0xCC) continue;
        if (byte != 0xE2 || at + 2 >= text.size()) return false;
        const unsigned low = (static_cast<unsigned char>(text[at + 1]) & 0x3FU) << 6U |
                             (static_cast<unsigned char>(text[at + 2]) & 0x3FU);
        if (!(low >= 0x10 && low <= 0x5F) && !(low >= 0xA0 && low <= 0xCF)) return false;
    }
    return true;
}

icu::StringPiece piece_of(std::string_view text) {
    return {text.data(), static_cast<std::int32_t>(text.size())};
}

// One character that NFC leaves as it is. (Never asked of a whole text: ICU's check is quadratic in a stack
// of marks.)
bool stands_alone(std::string_view piece) {
    std::size_t behind = 0;
    const auto character = static_cast<UChar32>(next_character(piece, behind));
    return behind == piece.size() && u_getIntPropertyValue(character, UCHAR_NFC_QUICK_CHECK) == UNORM_YES;
}

} // namespace

bool build_raw(std::string_view original, std::string& text, offset_map& map) {
    const bool valid = is_valid_utf8(original);
    if (valid && is_plain(original)) return false;
    for (std::size_t at = 0; at < original.size();) {
        const std::size_t end = piece_end(nfc(), original, at);
        const std::string_view piece = original.substr(at, end - at);
        if (valid && stands_alone(piece)) {
            map.add_identity(text.size(), at);
            text.append(piece);
            at = end;
            continue;
        }
        UErrorCode status = U_ZERO_ERROR;
        const auto composed = nfc().normalize(icu::UnicodeString::fromUTF8(piece_of(piece)), status);
        if (U_FAILURE(status) != 0) throw std::bad_alloc();
        map.add_chunk(text.size(), {at, end});
        composed.toUTF8String(text);
        at = end;
    }
    return true;
}

} // namespace greffe::rules::text
