#include "server/http/stream/line_order.hpp"
#include "server/http/stream/line_splitter.hpp"
#include "server/http/stream/piece_reader.hpp"
#include "server/http/stream/result_spool.hpp"
#include "server/http/stream/waiting_pieces.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <random>
#include <set>

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

line_claims claims(std::string_view line) {
    piece_reader reader(1'000);
    reader.take({.number = 1, .text = std::string(line)});
    reader.finish();
    return claims_of(reader.next()->piece);
}

TEST(LineOrder, CommentsOfAnArticleGoTogetherItsChangesDoNot) {
    const auto comment = claims(R"({"type":"comment","article":"a","external_id":"c1","body":"x"})");
    const auto sibling = claims(R"({"type":"comment","article":"a","external_id":"c2","body":"x"})");
    const auto edit = claims(R"({"type":"edit","external_id":"c1","body":"y"})");
    const auto article = claims(R"({"type":"article","external_id":"a","title":"t"})");
    const auto capture = claims(R"({"type":"capture","article":"a"})");
    const auto elsewhere = claims(R"({"type":"article","external_id":"b","title":"t"})");

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
    EXPECT_TRUE(order.admits(claims("no JSON")));
}

std::vector<piece_reader::made> pieces_of(const std::vector<std::string>& lines,
                                          std::size_t longest = 1'000) {
    piece_reader reader(longest);
    std::vector<piece_reader::made> all;
    std::int64_t number = 0;
    for (const auto& line : lines) reader.take({.number = ++number, .text = line});
    reader.finish();
    while (auto made = reader.next()) all.push_back(std::move(*made));
    return all;
}

TEST(PieceReader, ACommentOfAnExportIsOnePieceWithWhatFollowsIt) {
    const auto pieces = pieces_of({
        R"({"record":"export","format":"greffe-thread","version":1})",
        R"({"record":"article","external_id":"a","state":"closed"})",
        R"({"record":"comment","external_id":"c1"})",
        R"({"record":"revision","revision":1})",
        R"({"record":"report","id":"r"})",
        R"({"record":"comment","external_id":"c2"})",
        R"({"record":"event","seq":1})",
        R"({"type":"comment","article":"a","external_id":"c3"})",
    });
    std::vector<std::size_t> lines;
    for (const auto& made : pieces) lines.push_back(made.piece.lines.size());
    EXPECT_EQ(lines, (std::vector<std::size_t>{1, 1, 3, 1, 1, 1}));
    EXPECT_EQ(pieces.at(2).piece.article, "a");
    EXPECT_EQ(pieces.at(2).piece.article_state, "closed");
    EXPECT_EQ(pieces.at(2).piece.lines.at(2).number, 5);
    EXPECT_FALSE(pieces.at(5).piece.is_record());
}

TEST(PieceReader, ReadsAsStrictlyAsEveryRequest) {
    const auto pieces = pieces_of({
        R"({"type":"comment","external_id":"c1","external_id":"c2"})",
        "{\"type\":\"comment\",\"body\":\"\xff\"}",
        "no JSON",
    });
    ASSERT_EQ(pieces.size(), 3u);
    EXPECT_EQ(pieces[0].wrong->code, domain::errc::invalid_field);
    EXPECT_EQ(pieces[0].wrong->field, "external_id") << "a key given twice";
    EXPECT_EQ(pieces[1].wrong->field, "body");
    EXPECT_EQ(pieces[2].wrong->code, domain::errc::malformed);
}

TEST(PieceReader, APieceIsBoundedLikeALine) {
    const std::string part = R"({"record":"revision","revision":1,"body":")" + std::string(50, 'x') + "\"}";
    const auto pieces = pieces_of({R"({"record":"comment","external_id":"c1"})", part, part, part}, 150);
    ASSERT_EQ(pieces.size(), 1u);
    EXPECT_EQ(pieces[0].wrong->code, domain::errc::too_large);
    EXPECT_EQ(pieces[0].piece.lines.size(), 4u) << "each line has a result";
}

service::import_piece piece_at(std::int64_t line) {
    service::import_piece piece;
    piece.lines.push_back(
        {line, {{"type", "comment"}, {"body", std::string(static_cast<std::size_t>(line % 90), 'x')}}});
    piece.article = "a" + std::to_string(line);
    return piece;
}

/// Waits for names, some indexed and some beyond the index; each comes back once, whole.
TEST(WaitingPieces, GivesBackEachOnce) {
    std::mt19937 random(5);
    for (const std::size_t index_bytes : {0u, 5'000u, 1'000'000u}) {
        waiting_pieces waiting(std::filesystem::temp_directory_path(), index_bytes);
        std::map<std::int64_t, std::string> parked;
        std::set<std::int64_t> seen;
        for (std::int64_t line = 1; line <= 300; ++line) {
            const auto needs = "comment " + std::to_string(random() % 40);
            waiting.park(piece_at(line), needs, "refusal " + std::to_string(line));
            parked[line] = needs;
            if (random() % 4 != 0) continue;
            const auto brought = "comment " + std::to_string(random() % 40);
            std::int64_t before = 0;
            for (const auto& freed : waiting.release(brought)) {
                EXPECT_EQ(parked.at(freed.line), brought);
                EXPECT_LT(before, freed.line) << "in the order of the lines";
                before = freed.line;
                const auto piece = waiting.read(freed);
                EXPECT_EQ(piece.lines.front().number, freed.line);
                EXPECT_EQ(piece.article, "a" + std::to_string(freed.line));
                EXPECT_EQ(piece.lines.front().says, piece_at(freed.line).lines.front().says);
                EXPECT_TRUE(seen.insert(freed.line).second);
            }
        }
        EXPECT_EQ(waiting.count(), 300 - static_cast<std::int64_t>(seen.size()));
        EXPECT_EQ(seen.empty(), index_bytes == 0);
        waiting.begin_round();
        std::int64_t last = 301;
        while (const auto piece = waiting.next_of_round()) {
            const auto line = piece->lines.front().number;
            EXPECT_LT(line, last) << "from the last to the first";
            last = line;
            EXPECT_TRUE(seen.insert(line).second);
            if (line % 3 == 0) waiting.park(*piece, "nothing", "refusal " + std::to_string(line));
        }
        EXPECT_EQ(seen.size(), 300u);
        const auto left = waiting.count();
        std::int64_t refusals = 0;
        while (const auto refusal = waiting.next_refusal()) {
            EXPECT_TRUE(refusal->starts_with("refusal "));
            ++refusals;
        }
        EXPECT_EQ(refusals, left);
        EXPECT_EQ(waiting.count(), 0);
    }
}

} // namespace
} // namespace greffe::http
