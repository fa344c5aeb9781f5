#include "tests/unit/rules/view_oracle.hpp"

#include "rules/text/lookalikes.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <string_view>

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

using units = std::vector<unit>;

bool letter(UChar32 c) {
    return c >= 'a' && c <= 'z';
}
bool digit(UChar32 c) {
    return c >= '0' && c <= '9';
}
bool vowel(UChar32 c) {
    return c != 0 &&
           std::u32string_view(U"aeiouy").find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}
bool separator(UChar32 c) {
    return std::u32string_view(U" .-_*/|,~+·•").find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}
bool word(UChar32 c) {
    return letter(c) || digit(c) || (c >= 0x80 && !separator(c));
}
bool sign(UChar32 c) {
    return c == '@' || c == '$' || c == 0x20AC;
}

UChar32 leet_letter(UChar32 c, UChar32 before, UChar32 behind) {
    static const std::map<UChar32, char> letters = {{'0', 'o'}, {'3', 'e'}, {'4', 'a'},
                                                    {'5', 's'}, {'7', 't'}, {'8', 'b'},
                                                    {'@', 'a'}, {'$', 's'}, {0x20AC, 'e'}};
    if (c == '1') return vowel(before) && (vowel(behind) || !letter(behind)) ? 'l' : 'i';
    const auto found = letters.find(c);
    return found == letters.end() ? 0 : found->second;
}

// One word of letters, digits and signs.
std::vector<UChar32> without_leet(std::vector<UChar32> now) {
    const std::vector<UChar32> was = now;
    const std::size_t n = was.size();
    for (std::size_t i = 0; i < n; ++i) {
        if (letter(was[i])) continue;
        const UChar32 replaced = leet_letter(was[i], i > 0 ? now[i - 1] : 0, i + 1 < n ? was[i + 1] : 0);
        if (replaced == 0) continue;
        const bool between = i > 0 && i + 1 < n && letter(was[i - 1]) && letter(was[i + 1]);
        const bool starts = i == 0 && n > 3 && (digit(was[0]) || was[0] == '$') && letter(was[1]) &&
                            letter(was[2]) && letter(was[3]);
        const bool ends = i + 1 == n && n > 3 && digit(was[i]) && letter(was[i - 1]) && letter(now[i - 2]) &&
                          letter(now[i - 3]);
        if (between || starts || ends) now[i] = replaced;
    }
    return now;
}

void undo_leet(units& all) {
    for (std::size_t begin = 0; begin < all.size();) {
        std::vector<UChar32> run;
        std::size_t end = begin;
        for (; end < all.size(); ++end) {
            const UChar32 c = all[end].character;
            if (!letter(c) && !digit(c) && !sign(c)) break;
            run.push_back(c);
        }
        run = without_leet(run);
        for (std::size_t i = 0; i < run.size(); ++i) all[begin + i].character = run[i];
        begin = end + 1;
    }
}

bool alone(const units& all, std::size_t i) {
    const UChar32 c = all[i].character;
    if (!letter(c) && !(digit(c) && leet_letter(c, 0, 0) != 0)) return false;
    return (i == 0 || !word(all[i - 1].character)) && (i + 1 == all.size() || !word(all[i + 1].character));
}

// The places of the letters that stand alone from `first` on, all with the same separator between them.
std::vector<std::size_t> spaced_run(const units& all, std::size_t first) {
    std::vector<std::size_t> places = {first};
    std::vector<UChar32> between;
    while (true) {
        std::vector<UChar32> here;
        std::size_t next = places.back() + 1;
        for (; next < all.size() && separator(all[next].character); ++next)
            here.push_back(all[next].character);
        if (here.empty() || here.size() > 3 || next == all.size() || !alone(all, next)) break;
        if (places.size() == 1) between = here;
        if (here != between) break;
        places.push_back(next);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        const bool is_digit = digit(all[places[i]].character);
        if (is_digit && (i + 1 == places.size() || digit(all[places[i + 1]].character))) places.resize(i);
    }
    return places;
}

units joined(const units& all) {
    units out;
    for (std::size_t i = 0; i < all.size();) {
        std::vector<std::size_t> run;
        if (letter(all[i].character) && alone(all, i)) run = spaced_run(all, i);
        if (run.size() < 3) {
            out.push_back(all[i++]);
            continue;
        }
        for (std::size_t k = 0; k < run.size(); ++k) {
            unit u = all[run[k]];
            if (digit(u.character))
                u.character = leet_letter(u.character, all[run[k - 1]].character, all[run[k + 1]].character);
            out.push_back(u);
        }
        i = run.back() + 1;
    }
    return out;
}

units without_runs(const units& all) {
    units out;
    for (std::size_t i = 0; i < all.size();) {
        std::size_t end = i;
        while (end < all.size() && all[end].character == all[i].character) ++end;
        if (letter(all[i].character) && end - i >= 3) {
            unit u = all[i];
            u.origin.end = all[end - 1].origin.end;
            out.push_back(u);
        } else {
            out.insert(out.end(), all.begin() + static_cast<std::ptrdiff_t>(i),
                       all.begin() + static_cast<std::ptrdiff_t>(end));
        }
        i = end;
    }
    return out;
}

// What folding would hide is an ASCII letter before anything is folded.
icu::UnicodeString seen_as_written(const icu::UnicodeString& in) {
    icu::UnicodeString out;
    for (int i = 0; i < in.length(); i = in.moveIndex32(i, 1)) {
        const UChar32 c = in.char32At(i);
        const char ascii = rules::text::ascii_lookalike_as_written(static_cast<char32_t>(c));
        icu::UnicodeString parts;
        UErrorCode status = U_ZERO_ERROR;
        if (ascii != '\0' && icu::Normalizer2::getNFKDInstance(status)->getDecomposition(c, parts))
            out.append(static_cast<UChar32>(ascii)).append(parts.tempSubString(parts.moveIndex32(0, 1)));
        else
            out.append(ascii != '\0' ? static_cast<UChar32>(ascii) : c);
    }
    return out;
}

units skeleton(units all) {
    for (unit& u : all)
        if (const char ascii =
                u.character < 0x80 ? '\0' : rules::text::ascii_lookalike(static_cast<char32_t>(u.character)))
            u.character = ascii;
    undo_leet(all);
    return without_runs(joined(all));
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
    test::units units;
    for (const byte_range& piece : pieces) {
        icu::UnicodeString in = unicode(original.substr(piece.begin, piece.end - piece.begin));
        if (kind == view_kind::skeleton) in = seen_as_written(in);
        const icu::UnicodeString out = kind == view_kind::raw ? apply(&form(kind), in) : folded(in);
        for (int i = 0; i < out.length(); i = out.moveIndex32(i, 1))
            units.push_back({out.char32At(i), piece, only_space(out)});
    }
    if (kind != view_kind::raw) {
        test::units collapsed;
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
    if (kind == view_kind::skeleton) units = skeleton(units);
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
    const icu::UnicodeString whole = folded(kind == view_kind::skeleton ? seen_as_written(in) : in);
    bool space = false;
    for (int i = 0; i < whole.length(); i = whole.moveIndex32(i, 1)) {
        const bool is_space = u_isUWhiteSpace(whole.char32At(i));
        if (!is_space)
            out += utf8(whole.char32At(i));
        else if (!space)
            out += ' ';
        space = is_space;
    }
    if (kind != view_kind::skeleton) return out;
    units all;
    const icu::UnicodeString seen = unicode(out);
    for (int i = 0; i < seen.length(); i = seen.moveIndex32(i, 1))
        all.push_back({seen.char32At(i), {}, false});
    out.clear();
    for (const unit& u : skeleton(all)) out += utf8(u.character);
    return out;
}

} // namespace greffe::test
