#include "rules/text/lookalikes.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view.hpp"
#include "tests/support/time_limit.hpp"
#include "tests/unit/rules/random_text.hpp"
#include "tests/unit/rules/view_oracle.hpp"

#include <gtest/gtest.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <cctype>
#include <map>
#include <random>
#include <set>
#include <string>

namespace greffe {
namespace {

using rules::text::byte_range;
using rules::text::make_view;
using rules::text::view;
using rules::text::view_kind;

std::string fold(std::string_view s) {
    return make_view(view_kind::folded, s);
}

std::string_view original_of(const view& v, std::string_view text, std::string_view part) {
    const auto at = v.text().find(part);
    EXPECT_NE(at, std::string_view::npos) << part << " in " << v.text();
    const auto range = v.original({at, at + part.size()});
    return text.substr(range.begin, range.end - range.begin);
}

TEST(folded_view, folds_what_french_readers_write) {
    EXPECT_EQ(fold("L’Été à Nîmes"), "l'ete a nimes");
    EXPECT_EQ(fold("«Cœur» — Æ"), "\"coeur\" - ae");
    EXPECT_EQ(fold("a\u00A0\u202F\n\t b"), "a b");
    EXPECT_EQ(fold("ＴＥＬＥＧＲＡＭ"), "telegram");
    EXPECT_EQ(fold("t\u200Be\u00ADl"), "tel");
    EXPECT_EQ(fold("e\u0301\u0323\u0308t"), "et");
    EXPECT_EQ(fold("c⃝o⃝n"), "con");
    EXPECT_EQ(fold("STRASSE Straße"), "strasse strasse");
    EXPECT_EQ(fold("aujourd´hui aujourd`hui"), "aujourd'hui aujourd'hui");
    EXPECT_EQ(fold(""), "");
}

TEST(raw_view, is_nfc_and_nothing_else) {
    EXPECT_EQ(make_view(view_kind::raw, "E\u0301te\u0301  «Œ»"), "Été  «Œ»");
    EXPECT_EQ(make_view(view_kind::raw, "ＡＢ"), "ＡＢ");
}

std::string bare(std::string_view s) {
    return make_view(view_kind::skeleton, s);
}

TEST(views, show_a_byte_that_is_not_utf_8_as_what_stands_for_it) {
    for (const auto kind : greffe::rules::text::every_view) {
        EXPECT_EQ(make_view(kind, "a\xFF"
                                  "b"),
                  "a\uFFFDb")
            << greffe::rules::text::to_string(kind);
        EXPECT_EQ(make_view(kind, "a\uFFFDb"), "a\uFFFDb") << greffe::rules::text::to_string(kind);
    }
}

TEST(skeleton_view, undoes_what_hides_a_word) {
    for (const auto& [written, seen] : {
             std::pair("T é l é g r a m", "telegram"),
             {"s.a.l.a.u.d", "salaud"},
             {"s-a-l-a-u-d !", "salaud !"},
             {"s. a. l. a. u. d", "salaud"},
             {"s _ a _ l _ a _ u _ d", "salaud"},
             {"s•a•l•a•u•d", "salaud"},
             {"5alope", "salope"},
             {"c0n", "con"},
             {"c.0.n", "con"},
             {"s4l0pe", "salope"},
             {"m€rde", "merde"},
             {"$alope", "salope"},
             {"s@lope", "salope"},
             {"te1egram", "telegram"},
             {"n1que", "nique"},
             {"cr3t1n", "cretin"},
             {"signa1", "signal"},
             {"merd3", "merde"},
             {"ｔｅｌｅｇｒａｍ", "telegram"},
             {"тelеgrаm", "telegram"},
             {"СОNNАRD", "connard"},
             {"tⲟn", "ton"},
             {"t\u200Be\u0301l\u00ADe", "tele"},
             {"\u202Econ\u202C", "con"},
             {"𝓬𝓸𝓷", "con"},
             {"ᴛᴇʟᴇɢʀᴀᴍ", "telegram"},
             {"🅲🅾🅽", "con"},
             {"saaaalaud", "salaud"},
             {"poisson", "poisson"},
             {"cooon", "con"},
             {"s.a.a.a.l", "sal"},
             {"lød", "lod"},
         })
        EXPECT_EQ(bare(written), seen) << written;
}

TEST(skeleton_view, leaves_innocent_text_as_it_is_folded) {
    for (const auto* text : {
             "Il y a 3 ans, j'ai acheté 200 titres à 58,40 euros.",
             "le CAC40 et le DAX30",
             "un A320 et un B2B",
             "ma PS5, une 4x4, du mp3",

             "2e trimestre, 1er janvier, 20h30",
             "S.A. et S.A.",
             "vitamine C, D ou E",
             "FR0000131104",
             "c'est l'an 2000",
             "M. X et Mme Y",
             "poisson, basse, allée",
             "telegrarn",
             "https://a.example/b?c=d",

             "100$ et 50€",
             "a b",
             "- a - b",
             "1 2 3 4",
             "il n'y a qu'à",
             "5 e 3",
             "n° 5",
             "x, y",
             "R&D",
             "+3,5 %",
         })
        EXPECT_EQ(bare(text), fold(text)) << text;
    EXPECT_EQ(bare("j.r.r. tolkien"), "jrr. tolkien") << "initials are joined, and are no word";
}

TEST(skeleton_view, marks_all_that_made_a_word) {
    const std::string text = "Sur T é l é g r a m, s@@lut c0nnnnard";
    view v;
    v.assign(view_kind::skeleton, text);
    EXPECT_EQ(original_of(v, text, "telegram"), "T é l é g r a m");
    EXPECT_EQ(original_of(v, text, "conard"), "c0nnnnard");
    EXPECT_EQ(original_of(v, text, "n"), "nnnn");
}

TEST(lookalikes, agree_with_unicodes_confusables) {
    UErrorCode status = U_ZERO_ERROR;
    USpoofChecker* checker = uspoof_open(&status);
    ASSERT_TRUE(U_SUCCESS(status));
    int known = 0;
    int agreed = 0;
    for (UChar32 c = 0x80; c < 0x1F000; ++c) {
        const char ascii = rules::text::ascii_lookalike(static_cast<char32_t>(c));
        if (ascii == '\0') continue;
        ++known;
        bool agrees = false;
        for (const UChar32 either : {c, u_toupper(c)}) {
            icu::UnicodeString prototype;
            uspoof_getSkeletonUnicodeString(checker, 0, icu::UnicodeString(either), prototype, &status);
            prototype = icu::Normalizer2::getNFDInstance(status)->normalize(prototype, status);
            agrees = agrees || u_tolower(prototype.char32At(0)) == ascii;
        }
        agreed += agrees ? 1 : 0;
    }
    uspoof_close(checker);
    EXPECT_GT(known, 200);
    EXPECT_GT(agreed, known * 8 / 10) << "the rest: small capitals, and what another version of Unicode says";
    for (char32_t c = 0; c < 0x80; ++c)
        EXPECT_EQ(rules::text::ascii_lookalike(c), '\0') << "ASCII stands for itself";
}

class confusables {
  public:
    confusables() {
        for (char c = 'A'; c <= 'z'; ++c)
            if (std::isalpha(static_cast<unsigned char>(c)) != 0)
                letters_[prototype(c)].insert(static_cast<char>(std::tolower(c)));
    }
    ~confusables() { uspoof_close(checker_); }
    confusables(const confusables&) = delete;
    confusables& operator=(const confusables&) = delete;

    /// The small ASCII letters that it looks like, or whose capital it looks like: none, one, or "i" and "l".
    std::set<char> letters_like(UChar32 character) {
        const auto found = letters_.find(prototype(character));
        return found == letters_.end() ? std::set<char>{} : found->second;
    }

  private:
    std::string prototype(UChar32 character) {
        icu::UnicodeString made;
        uspoof_getSkeletonUnicodeString(checker_, 0, icu::UnicodeString(character), made, &status_);
        EXPECT_TRUE(U_SUCCESS(status_));
        std::string bytes;
        made.toUTF8String(bytes);
        return bytes;
    }

    UErrorCode status_ = U_ZERO_ERROR;
    USpoofChecker* checker_ = uspoof_open(&status_);
    std::map<std::string, std::set<char>> letters_; ///< by prototype
};

bool is_greek_or_cyrillic_letter(UChar32 character) {
    UErrorCode status = U_ZERO_ERROR;
    const auto script = uscript_getScript(character, &status);
    return (script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC) && u_isalpha(character);
}

// A skeleton is made of the folded text, so this is seen as what folding makes of it: the iota that stands
// below a letter, alone.
const std::map<UChar32, std::string> seen_as_folded = {{0x037A, " i"}};

TEST(lookalikes, leave_out_no_greek_or_cyrillic_letter_that_unicode_knows) {
    confusables unicode;
    int alike = 0;
    for (UChar32 c = 0x80; c <= UCHAR_MAX_VALUE; ++c) {
        if (!is_greek_or_cyrillic_letter(c)) continue;
        const auto letters = unicode.letters_like(c);
        if (letters.empty()) continue;
        ++alike;
        std::string written;
        icu::UnicodeString(c).toUTF8String(written);
        const std::string seen = bare(written);
        if (const auto other = seen_as_folded.find(c); other != seen_as_folded.end())
            EXPECT_EQ(seen, other->second) << written;
        else
            EXPECT_TRUE(seen.size() == 1 && letters.contains(seen[0]))
                << written << ", U+" << std::hex << c << ", is seen as " << seen << ", and looks like "
                << *letters.begin();
    }
    EXPECT_GT(alike, 60) << "the test must try what it says";
}

TEST(lookalikes, are_seen_as_they_were_written) {
    EXPECT_EQ(bare("CΟΝΝΑRD, cοηηαrd"), "connard, connard") << "Greek Ν is an N, small η an n";
    EXPECT_EQ(bare("ΥΗΝ υην"), "yhn unv");
    EXPECT_EQ(bare("Ή\u0301Ύ ῌ 𝚮𝝢"), "hy hi hn") << "accents, an iota below, bold and sans-serif styles";
    EXPECT_EQ(bare("ϲon Ϲon σon"), "con con oon");
    const std::string text = "ah CΟΝΝΑRD !";
    view v;
    v.assign(view_kind::skeleton, text);
    EXPECT_EQ(original_of(v, text, "connard"), "CΟΝΝΑRD");
}

TEST(view_map, leads_back_to_whole_characters) {
    const std::string text = "Ah ｔ.e\u0301l\u200Bé’s  \n fin ﷺ½";
    view v;
    v.assign(view_kind::folded, text);
    EXPECT_EQ(original_of(v, text, "t"), "ｔ");
    EXPECT_EQ(original_of(v, text, "e"), "e\u0301");
    EXPECT_EQ(original_of(v, text, "le'"), "l\u200Bé’");
    EXPECT_EQ(original_of(v, text, "s fin"), "s  \n fin");
    EXPECT_EQ(original_of(v, text, "1"), "½") << "a part of a character is the whole character";
}

TEST(view_map, covers_a_collapsed_run_of_white_space) {
    const std::string text = "a \u00A0\r\n b";
    view v;
    v.assign(view_kind::folded, text);
    EXPECT_EQ(v.text(), "a b");
    EXPECT_EQ(v.original({1, 2}), (byte_range{1, text.size() - 1}));
}

class views_against_oracle : public testing::TestWithParam<view_kind> {};

TEST_P(views_against_oracle, agree_on_random_text) {
    view fast;
    for (unsigned seed = 0; seed < 4000; ++seed) {
        const std::string text = test::random_text(seed, 1 + static_cast<int>(seed % 40));
        const auto slow = test::slow_view(GetParam(), text);
        fast.assign(GetParam(), text);
        ASSERT_EQ(fast.text(), slow.text) << "seed " << seed << ": " << text;
        ASSERT_EQ(fast.text(), test::whole_view(GetParam(), text)) << "seed " << seed << ": " << text;
        for (std::size_t i = 0; i < slow.text.size(); ++i) {
            const auto got = fast.original({i, i + 1});
            ASSERT_EQ(got, slow.origin[i]) << "seed " << seed << " byte " << i << ": " << text;
        }
    }
}

TEST_P(views_against_oracle, spans_are_whole_characters_of_the_original) {
    view fast;
    std::mt19937 random(7);
    for (unsigned seed = 10'000; seed < 12'000; ++seed) {
        const std::string text = test::random_text(seed, 30);
        fast.assign(GetParam(), text);
        if (fast.text().empty()) continue;
        const std::size_t begin = random() % fast.text().size();
        const std::size_t end = begin + 1 + random() % (fast.text().size() - begin);
        const auto range = fast.original({begin, end});
        ASSERT_LT(range.begin, range.end);
        ASSERT_LE(range.end, text.size());
        ASSERT_TRUE(
            rules::text::is_valid_utf8(std::string_view(text).substr(range.begin, range.end - range.begin)));
    }
}

TEST_P(views_against_oracle, survive_bytes_that_are_no_text) {
    std::mt19937 random(3);
    view fast;
    for (int round = 0; round < 3000; ++round) {
        std::string bytes(random() % 40, '\0');
        for (char& c : bytes) c = static_cast<char>(random() % 3 == 0 ? 0xC0 + random() % 64 : random());
        fast.assign(GetParam(), bytes);
        for (std::size_t i = 0; i < fast.text().size(); ++i) {
            const auto range = fast.original({i, i + 1});
            ASSERT_LT(range.begin, range.end);
            ASSERT_LE(range.end, bytes.size());
        }
    }
}

TEST_P(views_against_oracle, take_a_megabyte_of_marks) {
    for (const std::string mark :
         {"\u0301", "\u0323\u0301", "\u0345", "\u3099\u094D", "\u200B", "\u093C\u3099"}) {
        std::string text = "a";
        while (text.size() < (1 << 20)) text += mark;
        const test::time_limit limit(text);
        view v;
        v.assign(GetParam(), text);
        if (v.text().empty()) continue;
        EXPECT_LE(v.original({0, v.text().size()}).end, text.size());
    }
}

INSTANTIATE_TEST_SUITE_P(views, views_against_oracle, testing::ValuesIn(rules::text::every_view),
                         [](const auto& info) { return std::string(to_string(info.param)); });

} // namespace
} // namespace greffe
