#include "server/domain/text.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace greffe::domain {
namespace {

using namespace std::string_view_literals;

/// The slow, obvious oracle: decode as written in RFC 3629, then look at the code point.
bool oracle(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
        std::size_t length = 1;
        char32_t code = byte(0);
        if (byte(0) >= 0xF8) return false;
        if (byte(0) >= 0xF0)
            length = 4, code = byte(0) & 0x07;
        else if (byte(0) >= 0xE0)
            length = 3, code = byte(0) & 0x0F;
        else if (byte(0) >= 0xC0)
            length = 2, code = byte(0) & 0x1F;
        else if (byte(0) >= 0x80)
            return false;
        if (at + length > bytes.size()) return false;
        for (std::size_t i = 1; i < length; ++i) {
            if ((byte(i) & 0xC0) != 0x80) return false;
            code = code << 6 | (byte(i) & 0x3F);
        }
        const char32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (code < least[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF) || code == 0)
            return false;
        at += length;
    }
    return true;
}

std::string utf8(char32_t c) {
    std::string out;
    if (c < 0x80)
        out += static_cast<char>(c);
    else if (c < 0x800)
        (out += static_cast<char>(0xC0 | c >> 6)) += static_cast<char>(0x80 | (c & 0x3F));
    else if (c < 0x10000)
        ((out += static_cast<char>(0xE0 | c >> 12)) += static_cast<char>(0x80 | (c >> 6 & 0x3F))) +=
            static_cast<char>(0x80 | (c & 0x3F));
    else
        (((out += static_cast<char>(0xF0 | c >> 18)) += static_cast<char>(0x80 | (c >> 12 & 0x3F))) +=
         static_cast<char>(0x80 | (c >> 6 & 0x3F))) += static_cast<char>(0x80 | (c & 0x3F));
    return out;
}

TEST(Text, TakesWellFormedUtf8) {
    for (const auto text :
         {""sv, "a"sv, "déjà vu"sv, "\u0080"sv, "\u07FF"sv, "\u0800"sv, "\uD7FF"sv, "\uE000"sv, "\uFFFD"sv,
          "\uFFFF"sv, "\U00010000"sv, "\U0010FFFF"sv, "👩‍👩‍👧"sv, "\x7F"sv, "\x01\t\r\n"sv})
        EXPECT_TRUE(is_valid_text(text)) << text;
}

TEST(Text, RefusesEveryClassOfIllFormedUtf8) {
    const std::pair<std::string_view, const char*> table[] = {
        {"\0"sv, "NUL"},
        {"a\0b"sv, "NUL in the middle"},
        {"\x80"sv, "a continuation alone"},
        {"\xBF"sv, "the last continuation alone"},
        {"\xC0\x80"sv, "NUL in two bytes"},
        {"\xC1\xBF"sv, "overlong in two bytes"},
        {"\xE0\x80\x80"sv, "NUL in three bytes"},
        {"\xE0\x9F\xBF"sv, "overlong in three bytes"},
        {"\xF0\x80\x80\x80"sv, "NUL in four bytes"},
        {"\xF0\x8F\xBF\xBF"sv, "overlong in four bytes"},
        {"\xED\xA0\x80"sv, "the first surrogate"},
        {"\xED\xBF\xBF"sv, "the last surrogate"},
        {"\xED\xA0\xBD\xED\xB8\x80"sv, "a pair of surrogates (CESU-8)"},
        {"\xF4\x90\x80\x80"sv, "past U+10FFFF"},
        {"\xF5\x80\x80\x80"sv, "a first byte past F4"},
        {"\xF8\x88\x80\x80\x80"sv, "five bytes"},
        {"\xFC\x84\x80\x80\x80\x80"sv, "six bytes"},
        {"\xFE"sv, "FE"},
        {"\xFF"sv, "FF"},
        {"\xC3"sv, "two bytes, cut"},
        {"\xE2\x82"sv, "three bytes, cut"},
        {"\xF0\x9F\x98"sv, "four bytes, cut"},
        {"\xC3("sv, "no continuation in second place"},
        {"\xE2\x82("sv, "no continuation in third place"},
        {"\xF0\x9F\x98("sv, "no continuation in fourth place"},
        {"\xE9t\xE9"sv, "Latin-1"},
        {"bon\xC3\xA9\xC3"sv, "good text, then cut"},
    };
    for (const auto& [bytes, what] : table) EXPECT_FALSE(is_valid_text(bytes)) << what;
}

TEST(Text, EveryCodePointIsTextButNulAndSurrogates) {
    for (char32_t c = 0; c <= 0x110FFF; ++c) {
        const bool wanted = c != 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
        ASSERT_EQ(is_valid_text(utf8(c)), wanted) << "U+" << std::hex << static_cast<unsigned>(c);
    }
}

TEST(Text, AgreesWithTheOracleOnRandomBytes) {
    std::mt19937 random(11);
    // Bytes at the edges of the table, so that sequences that nearly fit are common.
    constexpr unsigned char edges[] = {0x00, 0x01, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                       0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
                                       0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF};
    int valid = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string bytes(1 + random() % 4, ' ');
        for (char& byte : bytes) byte = static_cast<char>(edges[random() % std::size(edges)]);
        ASSERT_EQ(is_valid_text(bytes), oracle(bytes));
        valid += is_valid_text(bytes);
    }
    EXPECT_GT(valid, 1'000) << "the sample holds both kinds";
}

TEST(Text, CountsCodePoints) {
    EXPECT_EQ(count_characters(""), 0U);
    EXPECT_EQ(count_characters("abc"), 3U);
    EXPECT_EQ(count_characters("été"), 3U);
    EXPECT_EQ(count_characters("e\u0301te\u0301"), 5U) << "combining accents count: code points, not glyphs";
    EXPECT_EQ(count_characters("😀😀"), 2U);
}

TEST(Text, TakesTheFirstCharactersWhole) {
    EXPECT_EQ(first_characters("été", 0), "");
    EXPECT_EQ(first_characters("été", 1), "é");
    EXPECT_EQ(first_characters("été", 2), "ét");
    EXPECT_EQ(first_characters("été", 3), "été");
    EXPECT_EQ(first_characters("été", 99), "été");
    EXPECT_EQ(first_characters("😀a😀", 2), "😀a");
    for (std::size_t n = 0; n < 8; ++n) {
        const auto prefix = first_characters("aé€😀é", n);
        EXPECT_TRUE(is_valid_text(prefix));
        EXPECT_EQ(count_characters(prefix), std::min<std::size_t>(n, 5));
    }
}

TEST(Text, BlankIsWhiteSpaceInAnyScript) {
    for (const auto text : {""sv, " "sv, " \t\r\n\v\f"sv, "\u00A0"sv, "\u0085"sv, "\u1680"sv,
                            "\u2003\u2009"sv, "\u202F"sv, "\u2028\u2029"sv, "\u205F"sv, "\u3000 \u00A0"sv})
        EXPECT_TRUE(is_blank(text));
    for (const auto text : {"a"sv, " a "sv, "."sv, "\u200B"sv, "é"sv, "\u00A0!"sv, "\u2010"sv, "\uFEFF"sv})
        EXPECT_FALSE(is_blank(text)) << text;
}

} // namespace
} // namespace greffe::domain
