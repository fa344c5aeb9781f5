// A reader's text in a page: it cannot become markup, and what it hides is shown.
#include "server/archive/html_text.hpp"

#include <gtest/gtest.h>

#include <random>

namespace greffe::archive {
namespace {

TEST(HtmlText, MarkupBecomesText) {
    EXPECT_EQ(html_text("<b>\"a\" & 'b'</b>"), "&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;");
    EXPECT_EQ(html_text("&amp;"), "&amp;amp;");
    EXPECT_EQ(html_text("été œuf 😀 a\u00A0b"), "été œuf 😀 a\u00A0b");
    EXPECT_EQ(html_text(""), "");
}

TEST(HtmlText, LineEndsAreOneThing) {
    EXPECT_EQ(html_text("a\r\nb\rc\nd\r"), "a\nb\nc\nd\n");
    EXPECT_EQ(html_text("a\tb"), "a\tb");
}

TEST(HtmlText, ControlsAndTurnsOfDirectionAreShown) {
    for (const auto& [text, code] : {std::pair{"\u202E", "U+202E"},
                                     {"\u202A", "U+202A"},
                                     {"\u2066", "U+2066"},
                                     {"\u2069", "U+2069"},
                                     {"\u200F", "U+200F"},
                                     {"\u061C", "U+061C"},
                                     {"\x01", "U+0001"},
                                     {"\x1B", "U+001B"},
                                     {"\x7F", "U+007F"},
                                     {"\u0085", "U+0085"},
                                     {"\uFFFE", "U+FFFE"},
                                     {"\uFDD0", "U+FDD0"},
                                     {"\U0001FFFF", "U+1FFFF"}}) {
        EXPECT_EQ(html_text(text), "<span class=\"control\">" + std::string(code) + "</span>");
        EXPECT_EQ(html_attribute(text), "[" + std::string(code) + "]");
    }
    EXPECT_EQ(html_text("👩\u200D👧"), "👩\u200D👧") << "a joiner belongs to the picture";
}

TEST(HtmlMarked, MarksWhatMatched) {
    EXPECT_EQ(html_marked("abcdef", {{1, 3, "r"}}), "a<mark title=\"r\">bc</mark>def");
    EXPECT_EQ(html_marked("abc", {{0, 3, "r"}}), "<mark title=\"r\">abc</mark>");
    EXPECT_EQ(html_marked("abc", {}), "abc");
    EXPECT_EQ(html_marked("", {{0, 0, "r"}}), "");
}

TEST(HtmlMarked, OverlapsNameEveryRule) {
    EXPECT_EQ(html_marked("abcdef", {{2, 5, "z"}, {0, 4, "y"}}),
              "<mark title=\"y\">ab</mark><mark title=\"y, z\">cd</mark><mark title=\"z\">e</mark>f");
    EXPECT_EQ(html_marked("abc", {{0, 2, "r"}, {0, 2, "r"}}), "<mark title=\"r\">ab</mark>c")
        << "each rule once";
}

TEST(HtmlMarked, SpansThatDoNotFitAreMadeToFit) {
    EXPECT_EQ(html_marked("abc", {{2, 99, "r"}}), "ab<mark title=\"r\">c</mark>");
    EXPECT_EQ(html_marked("abc", {{50, 99, "r"}}), "abc");
    EXPECT_EQ(html_marked("abc", {{2, 1, "r"}}), "abc");
    EXPECT_EQ(html_marked("aéb", {{2, 3, "r"}}), "a<mark title=\"r\">é</mark>b")
        << "from the middle of a character";
    EXPECT_EQ(html_marked("aéb", {{1, 2, "r"}}), "a<mark title=\"r\">é</mark>b")
        << "to the middle of a character";
}

TEST(HtmlMarked, EscapesInsideAndInTitles) {
    EXPECT_EQ(html_marked("<b>", {{0, 3, "\"><script>"}}),
              "<mark title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;</mark>");
}

/// What is left without marks and their titles.
std::string without_marks(std::string html) {
    for (std::size_t at; (at = html.find("<mark title=\"")) != std::string::npos;)
        html.erase(at, html.find("\">", at) + 2 - at);
    for (std::size_t at; (at = html.find("</mark>")) != std::string::npos;) html.erase(at, 7);
    return html;
}

TEST(HtmlMarked, MarksNeverChangeTheText) {
    std::mt19937 random(5);
    const std::string text = "Vous êtes <un> clown & « ça » se voit 😀 \u202Efin";
    for (int i = 0; i < 2'000; ++i) {
        std::vector<text_mark> marks(random() % 6);
        for (auto& mark : marks)
            mark = {random() % (text.size() + 4), random() % (text.size() + 4),
                    std::string(1, static_cast<char>('a' + random() % 3))};
        const auto html = html_marked(text, marks);
        ASSERT_EQ(without_marks(html), html_text(text)) << html;
    }
}

} // namespace
} // namespace greffe::archive
