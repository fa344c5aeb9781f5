#include "server/http/stream/line_order.hpp"
#include "server/http/stream/line_splitter.hpp"
#include "server/http/stream/result_spool.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

namespace greffe::http {
namespace {

std::string split(std::string_view text, std::size_t piece, std::size_t longest = 100) {
    line_splitter splitter(longest);
    std::string seen;
    const auto note = [&](const line_splitter::line& l) {
        seen += std::to_string(l.number) + (l.too_long ? "!" : ":" + l.text) + "|";
    };
    for (std::size_t at = 0; at < text.size(); at += piece) {
        splitter.feed(text.substr(at, piece));
        while (auto line = splitter.next()) note(*line);
    }
    if (auto last = splitter.finish()) note(*last);
    return seen;
}

TEST(LineSplitter, CutsTheSameHoweverThePiecesFall) {
    const std::string text = "un\r\ndeux\n\n  \nçà et là\nfin";
    for (std::size_t piece = 1; piece <= text.size(); ++piece)
        EXPECT_EQ(split(text, piece), "1:un|2:deux|5:çà et là|6:fin|") << piece;
    EXPECT_EQ(split("a\nb\n", 3), "1:a|2:b|");
    EXPECT_EQ(split("", 1), "");
}

TEST(LineSplitter, ALineThatIsTooLongFailsAlone) {
    const std::string text = "abc\n" + std::string(1'000, 'x') + "\nd\n" + std::string(11, 'y');
    for (std::size_t piece : {1u, 7u, 64u, 4'096u})
        EXPECT_EQ(split(text, piece, 10), "1:abc|2!|3:d|4!|") << piece;
}

TEST(ResultSpool, GivesBackWhatItTookInOrder) {
    std::mt19937 random(11);
    result_spool spool(std::filesystem::temp_directory_path(), 1'000);
    std::string in;
    std::string out;
    for (int i = 0; i < 5'000; ++i) {
        const std::string line(random() % 300, static_cast<char>('a' + i % 26));
        spool.push(line);
        in += line;
        if (random() % 3 != 0) out += spool.take(random() % 500 + 1);
        EXPECT_EQ(spool.empty(), out.size() == in.size());
    }
    while (!spool.empty()) out += spool.take(777);
    EXPECT_EQ(in, out);
    EXPECT_EQ(spool.take(10), "");
}

TEST(LineOrder, CommentsOfAnArticleGoTogetherItsChangesDoNot) {
    const auto comment = claims_of(R"({"type":"comment","article":"a","external_id":"c1","body":"x"})");
    const auto sibling = claims_of(R"({"type":"comment","article":"a","external_id":"c2","body":"x"})");
    const auto edit = claims_of(R"({"type":"edit","external_id":"c1","body":"y"})");
    const auto article = claims_of(R"({"type":"article","external_id":"a","title":"t"})");
    const auto capture = claims_of(R"({"type":"capture","article":"a"})");
    const auto elsewhere = claims_of(R"({"type":"article","external_id":"b","title":"t"})");

    line_order order;
    order.enter(comment);
    EXPECT_TRUE(order.admits(sibling));
    EXPECT_TRUE(order.admits(elsewhere));
    EXPECT_FALSE(order.admits(edit));
    EXPECT_FALSE(order.admits(article));
    EXPECT_FALSE(order.admits(capture));
    EXPECT_FALSE(order.admits(comment)) << "the same comment twice, one after the other";
    order.leave(comment);
    order.enter(article);
    EXPECT_FALSE(order.admits(comment));
    EXPECT_TRUE(order.admits(elsewhere));
    order.leave(article);
    EXPECT_TRUE(order.admits(capture));
    EXPECT_TRUE(order.admits(claims_of("no JSON")));
}

} // namespace
} // namespace greffe::http
