// What readers write reaches a moderator's terminal as text, never as commands to it.
#include "admin-cli/terminal_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace greffe::cli {

namespace {

struct escape_case {
    const char* name;
    std::string_view raw;
    std::string shown;
};

using namespace std::string_view_literals;

const escape_case cases[] = {
    {"plain French stays", "L’été, c’est déjà « fini » : œuf 🙂"sv, "L’été, c’est déjà « fini » : œuf 🙂"},
    {"no-break space stays", "7 %"sv, "7 %"},
    {"colour sequence", "\x1b[31mrouge"sv, "\\x1b[31mrouge"},
    {"window title", "\x1b]0;pwned\x07"sv, "\\x1b]0;pwned\\x07"},
    {"C1 control as UTF-8",
     "\xc2\x9b"
     "31m"sv,
     "\\x9b31m"},
    {"delete and backspace", "a\x7f\x08"sv, "a\\x7f\\x08"},
    {"NUL", "a\0b"sv, "a\\x00b"},
    {"not UTF-8", "caf\xe9 \xff"sv, "caf\\xe9 \\xff"},
    {"truncated sequence", "x\xe2\x80"sv, "x\\xe2\\x80"},
    {"overlong slash", "\xc0\xaf"sv, "\\xc0\\xaf"},
    {"right-to-left override", "abc\u202edcba"sv, "abc\\u{202e}dcba"},
    {"isolates", "\u2066x\u2069"sv, "\\u{2066}x\\u{2069}"},
    {"zero width space", "te\u200blegram"sv, "te\\u{200b}legram"},
    {"line separator", "a\u2028b"sv, "a\\u{2028}b"},
    {"line breaks become a blank", "a\nb\r\nc\rd\te"sv, "a b c d e"},
    {"an emoji family keeps its joiners", "👨‍👩‍👧"sv, "👨‍👩‍👧"},
};

} // namespace

TEST(OneLine, MakesEveryDangerousCharacterVisible) {
    for (const auto& c : cases) EXPECT_EQ(one_line(c.raw), c.shown) << c.name;
}

TEST(OneLine, LetsNoControlByteThrough) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    for (const char c : one_line(all)) EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

TEST(Block, KeepsLineBreaksAndIndents) {
    EXPECT_EQ(block("un\r\ndeux\n\x1b[2Jtrois", 4), "un\n    deux\n    \\x1b[2Jtrois");
}

TEST(Block, ALoneCarriageReturnDoesNotOverwriteTheLine) {
    EXPECT_EQ(block("vrai\rfaux", 2), "vrai\n  faux");
}

TEST(SafeJson, SaysTheSameValueWithoutTerminalCommands) {
    const boost::json::value value{{"body", "a\x1b[31m\xc2\x9b\x7f\u202e é"}, {"n", 1.5}};
    const auto safe = safe_json(boost::json::serialize(value));
    EXPECT_EQ(boost::json::parse(safe), value);
    EXPECT_EQ(safe.find("\xc2\x9b"), std::string::npos);
    EXPECT_EQ(safe.find('\x7f'), std::string::npos);
    EXPECT_EQ(safe.find('\x1b'), std::string::npos);
    EXPECT_NE(safe.find("é"), std::string::npos);
}

TEST(Width, CountsColumnsNotBytes) {
    EXPECT_EQ(width_of("été"), 3U);
    EXPECT_EQ(width_of("e\u0301t\u00e9"), 3U);
    EXPECT_EQ(width_of("北京"), 4U);
    EXPECT_EQ(width_of(""), 0U);
}

TEST(Fitted, CutsAtColumnsAndSaysSo) {
    EXPECT_EQ(fitted("déjà", 4), "déjà");
    EXPECT_EQ(fitted("déjà vu", 5), "déjà…");
    EXPECT_EQ(fitted("北京市", 4), "北…");
    EXPECT_EQ(fitted("abc", 0), "");
}

} // namespace greffe::cli
