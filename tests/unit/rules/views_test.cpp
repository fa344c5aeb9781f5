#include "rules/text/utf8.hpp"
#include "rules/text/view.hpp"
#include "tests/unit/rules/view_oracle.hpp"

#include <gtest/gtest.h>

#include <random>

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
        view v;
        v.assign(GetParam(), text);
        if (v.text().empty()) continue;
        EXPECT_LE(v.original({0, v.text().size()}).end, text.size());
    }
}

INSTANTIATE_TEST_SUITE_P(views, views_against_oracle, testing::Values(view_kind::raw, view_kind::folded),
                         [](const auto& info) { return std::string(to_string(info.param)); });

} // namespace
} // namespace greffe
