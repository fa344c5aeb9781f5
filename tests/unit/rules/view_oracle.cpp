#include "tests/unit/rules/view_oracle.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <map>
#include <random>

namespace greffe::test {
namespace {

using rules::text::byte_range;
using rules::text::view_kind;

const icu::Normalizer2& form(view_kind kind) {
    UErrorCode status = U_ZERO_ERROR;
    return kind == view_kind::raw ? *icu::Normalizer2::getNFCInstance(status)
                                  : *icu::Normalizer2::getNFKCCasefoldInstance(status);
}

icu::UnicodeString apply(const icu::Normalizer2* n, const icu::UnicodeString& s) {
    UErrorCode status = U_ZERO_ERROR;
    return n->normalize(s, status);
}

icu::UnicodeString typographic(const icu::UnicodeString& s) {
    static const std::map<UChar32, char> table = [] {
        std::map<UChar32, char> t;
        for (const UChar32 c : {0x60, 0xB4, 0x2018, 0x2019, 0x201A, 0x201B, 0x2BC, 0x2032, 0x2035})
            t[c] = '\'';
        for (const UChar32 c : {0xAB, 0xBB, 0x201C, 0x201D, 0x201E, 0x201F, 0x2033}) t[c] = '"';
        for (const UChar32 c : {0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212}) t[c] = '-';
        return t;
    }();
    icu::UnicodeString out;
    for (int i = 0; i < s.length(); i = s.moveIndex32(i, 1)) {
        const auto hit = table.find(s.char32At(i));
        out.append(hit == table.end() ? s.char32At(i) : static_cast<UChar32>(hit->second));
    }
    return out;
}

icu::UnicodeString without_accents(const icu::UnicodeString& s, bool keep_iota) {
    icu::UnicodeString out;
    for (int i = 0; i < s.length(); i = s.moveIndex32(i, 1)) {
        const UChar32 c = s.char32At(i);
        const bool accent = u_charType(c) == U_ENCLOSING_MARK ||
                            (u_charType(c) == U_NON_SPACING_MARK && u_getCombiningClass(c) > 9);
        if (!accent || (keep_iota && c == 0x345)) out.append(c);
    }
    return out;
}

icu::UnicodeString folded(const icu::UnicodeString& s) {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString out = without_accents(typographic(s), true);
    out = apply(icu::Normalizer2::getNFKCCasefoldInstance(status), out);
    out = without_accents(apply(icu::Normalizer2::getNFDInstance(status), out), false);
    out.findAndReplace(icu::UnicodeString(u'œ'), u"oe");
    out.findAndReplace(icu::UnicodeString(u'æ'), u"ae");
    return apply(icu::Normalizer2::getNFCInstance(status), out);
}

icu::UnicodeString unicode(std::string_view s) {
    return icu::UnicodeString::fromUTF8({s.data(), static_cast<int>(s.size())});
}

std::string utf8(UChar32 c) {
    std::string out;
    icu::UnicodeString(c).toUTF8String(out);
    return out;
}

struct unit {
    UChar32 character;
    byte_range origin;
    bool of_space; ///< its piece holds white space only
};

bool only_space(const icu::UnicodeString& s) {
    for (int i = 0; i < s.length(); i = s.moveIndex32(i, 1))
        if (!u_isUWhiteSpace(s.char32At(i))) return false;
    return true;
}

} // namespace

plain_view slow_view(view_kind kind, std::string_view original) {
    // Pieces: a character joins the one before unless the form has a boundary before it.
    std::vector<byte_range> pieces;
    const icu::UnicodeString all = unicode(original);
    std::size_t at = 0;
    for (int i = 0; i < all.length(); i = all.moveIndex32(i, 1)) {
        const UChar32 c = all.char32At(i);
        const std::size_t end = at + utf8(c).size();
        if (pieces.empty() || form(kind).hasBoundaryBefore(c))
            pieces.push_back({at, end});
        else
            pieces.back().end = end;
        at = end;
    }
    std::vector<unit> units;
    for (const byte_range& piece : pieces) {
        const icu::UnicodeString in = unicode(original.substr(piece.begin, piece.end - piece.begin));
        const icu::UnicodeString out = kind == view_kind::raw ? apply(&form(kind), in) : folded(in);
        for (int i = 0; i < out.length(); i = out.moveIndex32(i, 1))
            units.push_back({out.char32At(i), piece, only_space(out)});
    }
    if (kind == view_kind::folded) {
        std::vector<unit> collapsed;
        for (unit u : units) {
            if (u_isUWhiteSpace(u.character)) {
                u.character = ' ';
                if (!collapsed.empty() && collapsed.back().character == ' ') {
                    if (u.of_space && collapsed.back().of_space) collapsed.back().origin.end = u.origin.end;
                    continue;
                }
            }
            collapsed.push_back(u);
        }
        units = collapsed;
    }
    plain_view made;
    for (const unit& u : units) {
        const std::string bytes = utf8(u.character);
        made.text += bytes;
        made.origin.insert(made.origin.end(), bytes.size(), u.origin);
    }
    return made;
}

std::string whole_view(view_kind kind, std::string_view original) {
    const icu::UnicodeString in = unicode(original);
    std::string out;
    if (kind == view_kind::raw) {
        apply(&form(kind), in).toUTF8String(out);
        return out;
    }
    const icu::UnicodeString whole = folded(in);
    bool space = false;
    for (int i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
        const bool is_space = u_isUWhiteSpace(whole.char32At(i));
        if (!is_space)
            out += utf8(whole.char32At(i));
        else if (!space)
            out += ' ';
        space = is_space;
    }
    return out;
}

std::string random_text(unsigned seed, int pieces) {
    static const std::vector<std::string> stock = {
        "a",
        "B",
        "con",
        "Été",
        "é",
        "e",
        "\u0301",
        "\u0323",
        "\u0308",
        "l’",
        "œ",
        "Æ",
        "ß",
        "İ",
        "ſ",
        " ",
        "  ",
        "\n",
        "\t",
        "\r\n",
        "\u00A0",
        "\u202F",
        "\u3000",
        "\u2028",
        "\u200B",
        "\u200D",
        "\u00AD",
        "\uFEFF",
        "ｔ",
        "．",
        "Ｅ",
        "①",
        "½",
        "«",
        "»",
        "…",
        "–",
        "`",
        "´",
        "¨",
        "😀",
        "👍🏽",
        "❤\uFE0F",
        "1\uFE0F\u20E3",
        "\u0345",
        "ᾳ",
        "Ω",
        "ж",
        "й",
        "и\u0306",
        "한",
        "ᄒ",
        "ᅡ",
        "ᆫ",
        "が",
        "か\u3099",
        "ﷺ",
        "ﬁ",
        "²",
        "\uD7FF",
        "\uE000",
        "\uFFFD",
        "\uFFFE",
        "\U0010FFFF",
        "\U0001F1EB\U0001F1F7",
        "क\u094D",
        "ش\u064E",
        "\u034F",
        "t.me/x",
        "'",
        "\"",
        "-",
        "_",
    };
    std::mt19937 random(seed);
    std::string out;
    for (int i = 0; i < pieces; ++i) {
        const unsigned roll = random();
        if (roll % 8 == 0) {
            UChar32 c = static_cast<UChar32>(random() % 0x3100 + 1);
            if (roll % 64 == 0) c = static_cast<UChar32>(random() % 0x10FFFF + 1);
            if (c < 0xD800 || c > 0xDFFF) out += utf8(c);
        } else {
            out += stock[random() % stock.size()];
        }
    }
    return out;
}

} // namespace greffe::test
