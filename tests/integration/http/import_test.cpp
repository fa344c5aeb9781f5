// The import streams both ways: a result for each line, in order, while lines still come; a bad line fails
// alone.
#include "tests/integration/http/raw_connection.hpp"
#include "tests/integration/http/test_server.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using testing::HasSubstr;

std::string comment_line(const std::string& article, const std::string& id, const std::string& parent = {}) {
    json::object line{{"type", "comment"}, {"article", article}, {"external_id", id}, {"body", "Bonjour."}};
    if (!parent.empty()) line["parent"] = parent;
    return json::serialize(line) + "\n";
}

std::string article_line(const std::string& id, const std::string& title = "Titre") {
    return json::serialize(json::object{{"type", "article"}, {"external_id", id}, {"title", title}}) + "\n";
}

std::vector<json::object> lines_of(const std::string& text) {
    std::vector<json::object> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) all.push_back(json::parse(line).as_object());
    return all;
}

std::string chunk(const std::string& bytes) {
    std::ostringstream out;
    out << std::hex << bytes.size() << "\r\n" << bytes << "\r\n";
    return out.str();
}

class Import : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<test_server>([](app::settings& with) { with.bounds.stall = 2s; });
        server_->create_site("imp");
    }
    static void TearDownTestSuite() { server_.reset(); }
    http_response send(const std::string& lines, const std::string& query = "?screen=history") const {
        return server_->as_admin().post("/v1/sites/imp/import" + query, lines);
    }
    static std::string header() {
        return "POST /v1/sites/imp/import?screen=history HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
               "chunked\r\n"
               "Authorization: Bearer " +
               server_->admin_key() + "\r\n\r\n";
    }
    static std::unique_ptr<test_server> server_;
};
std::unique_ptr<test_server> Import::server_;

TEST_F(Import, AnswersEachLineInOrder) {
    const auto got =
        send(article_line("order") + comment_line("order", "o1") + comment_line("order", "o2", "o1") +
             R"({"type":"edit","external_id":"o1","body":"Corrigé."})"
             "\n"
             R"({"type":"delete","external_id":"o2"})");
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_THAT(got.headers.at("content-type"), HasSubstr("ndjson"));
    const auto lines = lines_of(got.body);
    ASSERT_EQ(lines.size(), 5u) << got.body;
    const std::vector<std::string> effects{"created", "created", "created", "revised", "deleted"};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        EXPECT_EQ(lines[i].at("line").as_int64(), static_cast<std::int64_t>(i + 1));
        ASSERT_TRUE(lines[i].contains("effect")) << got.body;
        EXPECT_EQ(lines[i].at("effect").as_string(), effects[i]) << got.body;
    }
}

TEST_F(Import, ABadLineFailsAloneAndNamesItsNumber) {
    const auto got =
        send(article_line("bad") + "no JSON\n\n" + comment_line("bad", "b1") +
             "{\"type\":\"comment\",\"article\":\"bad\",\"external_id\":\"b2\",\"body\":\"\xFF\"}\n" +
             R"({"type":"poem"})"
             "\n" +
             comment_line("nowhere", "b3") + comment_line("bad", "b4", "none") + comment_line("bad", "b5"));
    const auto lines = lines_of(got.body);
    ASSERT_EQ(lines.size(), 8u) << got.body;
    // Those that wait for what never comes are told at the end.
    const std::vector<std::pair<int, std::string>> expected{{1, ""},
                                                            {2, "malformed"},
                                                            {4, ""},
                                                            {5, "invalid_field"},
                                                            {6, "invalid_field"},
                                                            {9, ""},
                                                            {7, "unknown_article"},
                                                            {8, "unknown_parent"}};
    std::vector<std::pair<int, std::string>> found;
    for (const auto& line : lines) {
        const auto* error = line.if_contains("error");
        found.emplace_back(static_cast<int>(line.at("line").as_int64()),
                           error ? std::string(error->at("code").as_string()) : "");
        if (found.back().first == 7 || found.back().first == 8) {
            EXPECT_TRUE(error->at("retryable").as_bool());
        }
    }
    EXPECT_THAT(found, testing::UnorderedElementsAreArray(expected)) << got.body;
    EXPECT_EQ(std::vector(found.begin(), found.begin() + 6),
              std::vector(expected.begin(), expected.begin() + 6));
    EXPECT_EQ(server_->comment_count("imp", "bad"), 2);
}

TEST_F(Import, AReplyFindsItsParentInTheSameImport) {
    std::string lines = article_line("chain") + comment_line("chain", "n0");
    for (int i = 1; i < 400; ++i)
        lines += comment_line("chain", "n" + std::to_string(i), "n" + std::to_string(i - 1));
    for (const auto& line : lines_of(send(lines).body))
        EXPECT_FALSE(line.contains("error")) << json::serialize(line);
    EXPECT_EQ(server_->comment_count("imp", "chain"), 400);
}

TEST_F(Import, AReplyBeforeItsParentIsAttachedWhenTheParentComes) {
    raw_connection wire(server_->url());
    wire.send(header());
    wire.send(
        chunk(article_line("early") + comment_line("early", "e2", "e1") + comment_line("early", "e3", "e2") +
              json::serialize(json::object{{"type", "edit"}, {"external_id", "e3"}, {"body", "Mieux."}}) +
              "\n" + comment_line("early", "e1")));
    const auto got = wire.read_until("\"line\":4", 10s);
    for (const char* line : {"\"line\":1,", "\"line\":5,", "\"line\":2,", "\"line\":3,"})
        EXPECT_THAT(got, HasSubstr(line)) << "while the import goes on";
    EXPECT_EQ(got.find("\"error\""), got.npos) << got;
    wire.send("0\r\n\r\n");
    wire.read_until("\r\n0\r\n\r\n", 10s);
    const auto thread = server_->as_admin().get("/v1/sites/imp/articles/early/thread").json();
    EXPECT_EQ(thread.at("comments").as_array().size(), 3u);
    EXPECT_EQ(thread.at("comments").at(2).at("body").as_string(), "Mieux.");
}

TEST_F(Import, AFileInTheWrongOrderGoesInWhole) {
    std::string lines;
    std::vector<std::string> all{article_line("reverse"), comment_line("reverse", "r0")};
    for (int i = 1; i < 600; ++i)
        all.push_back(comment_line("reverse", "r" + std::to_string(i), "r" + std::to_string(i - 1)));
    for (auto line = all.rbegin(); line != all.rend(); ++line) lines += *line;
    const auto results = lines_of(send(lines).body);
    EXPECT_EQ(results.size(), all.size());
    for (const auto& line : results) EXPECT_FALSE(line.contains("error")) << json::serialize(line);
    EXPECT_EQ(server_->comment_count("imp", "reverse"), 600);
}

TEST_F(Import, ShuffledLinesEndAsTheSortedOnes) {
    std::vector<std::string> all;
    for (int a = 0; a < 3; ++a) all.push_back(article_line("mix" + std::to_string(a)));
    std::mt19937 random(3);
    for (int i = 0; i < 300; ++i) {
        const auto article = "mix" + std::to_string(i % 3);
        const auto parent =
            i < 3 || random() % 3 == 0 ? "" : "m" + std::to_string(i % 3 + 3 * (random() % (i / 3)));
        all.push_back(comment_line(article, "m" + std::to_string(i), parent));
        if (random() % 4 == 0)
            all.push_back(json::serialize(json::object{{"type", "edit"},
                                                       {"external_id", "m" + std::to_string(i)},
                                                       {"source_version", 7},
                                                       {"body", "Corrigé " + std::to_string(i)}}) +
                          "\n");
    }
    std::ranges::shuffle(all, random);
    std::string lines;
    for (const auto& line : all) lines += line;
    const auto results = lines_of(send(lines).body);
    EXPECT_EQ(results.size(), all.size());
    for (const auto& line : results) EXPECT_FALSE(line.contains("error")) << json::serialize(line);
    for (int a = 0; a < 3; ++a) EXPECT_EQ(server_->comment_count("imp", "mix" + std::to_string(a)), 100);
    for (const auto& line : lines_of(send(lines).body))
        EXPECT_EQ(line.at("effect").as_string(), "unchanged") << json::serialize(line);
}

TEST_F(Import, AKeyGivenTwiceIsRefusedAsEverywhere) {
    const auto got = send(R"({"type":"article","external_id":"x","external_id":"y","title":"t"})");
    const auto lines = lines_of(got.body);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("error").at("code").as_string(), "invalid_field");
    EXPECT_EQ(lines[0].at("error").at("field").as_string(), "external_id");
}

TEST_F(Import, ChangesOfOneThingKeepTheirOrder) {
    std::string lines;
    for (int round = 0; round < 30; ++round) {
        const auto id = "s" + std::to_string(round);
        lines += article_line("seq", "Titre " + std::to_string(round)) + comment_line("seq", id);
        lines +=
            json::serialize(json::object{{"type", "edit"}, {"external_id", id}, {"body", "Mieux."}}) + "\n";
        lines += json::serialize(json::object{{"type", "delete"}, {"external_id", id}}) + "\n";
    }
    const auto results = lines_of(send(lines).body);
    ASSERT_EQ(results.size(), 120u);
    for (const auto& line : results) EXPECT_FALSE(line.contains("error")) << json::serialize(line);
    EXPECT_EQ(server_->as_admin()
                  .get("/v1/sites/imp/articles?external_id=seq")
                  .json()
                  .at("items")
                  .at(0)
                  .at("revision"),
              30);
}

TEST_F(Import, ResultsComeWhileLinesStillGo) {
    raw_connection wire(server_->url());
    wire.send(header());
    wire.send(chunk(article_line("live")));
    EXPECT_THAT(wire.read_until("\"line\":1", 10s), HasSubstr("\"line\":1"));
    wire.send(chunk(comment_line("live", "l1")));
    EXPECT_THAT(wire.read_until("\"line\":2", 10s), HasSubstr("\"line\":2"));
    wire.send("0\r\n\r\n");
    EXPECT_THAT(wire.read_until("\r\n0\r\n\r\n", 10s), HasSubstr("\r\n0\r\n\r\n"));
    wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(wire.read_until("alive", 10s), HasSubstr("200 OK")) << "the connection is whole again";
}

TEST_F(Import, ALineOverTheLimitFailsAlone) {
    const std::string longest((16 << 20) + 1, 'x');
    const auto got = send(article_line("long") + longest + "\n" + comment_line("long", "g1"));
    const auto lines = lines_of(got.body);
    ASSERT_EQ(lines.size(), 3u) << got.body;
    EXPECT_EQ(lines[1].at("error").at("code").as_string(), "too_large");
    EXPECT_EQ(lines[1].at("line").as_int64(), 2);
    EXPECT_TRUE(lines[2].contains("effect")) << got.body;
}

TEST_F(Import, AClientMaySendAllBeforeItReads) {
    raw_connection wire(server_->url());
    wire.shrink_receive_buffer(64 << 10);
    wire.send(header());
    wire.send(chunk(article_line("deaf")));
    constexpr int count = 12'000;
    const std::string long_id(400,
                              'd'); // the results are larger than what sockets hold: they must be spooled
    for (int block = 0; block < count / 100; ++block) {
        std::string lines;
        for (int i = 0; i < 100; ++i)
            lines += comment_line("deaf", long_id + std::to_string(block * 100 + i));
        ASSERT_TRUE(wire.send(chunk(lines))) << "block " << block;
    }
    ASSERT_TRUE(wire.send("0\r\n\r\n"));
    const auto got = wire.read_until("\r\n0\r\n\r\n", 60s);
    std::size_t results = 0;
    for (auto at = got.find("\"line\":"); at != got.npos; at = got.find("\"line\":", at + 1)) ++results;
    EXPECT_EQ(results, count + 1u);
    EXPECT_EQ(got.find("\"error\""), got.npos);
    EXPECT_EQ(server_->comment_count("imp", "deaf"), count);
}

TEST_F(Import, AClientThatFallsSilentIsLetGo) {
    raw_connection wire(server_->url());
    wire.send(header() + chunk(article_line("silent")));
    const auto got = wire.read_to_end(15s);
    EXPECT_TRUE(wire.closed_by_peer());
    EXPECT_THAT(got, HasSubstr("\"line\":1"));
    EXPECT_EQ(got.find("\r\n0\r\n\r\n"), got.npos) << "an import that was broken off must not look whole";
}

TEST_F(Import, AClientGoneInTheMiddleKeepsWhatItSent) {
    {
        raw_connection wire(server_->url());
        wire.send(header() + chunk(article_line("gone")));
        wire.read_until("\"line\":1", 10s);
        wire.send(chunk(comment_line("gone", "x1")) + "ffff\r\n{\"type\":");
        wire.read_until("\"line\":2", 10s);
    }
    EXPECT_EQ(server_->comment_count("imp", "gone"), 1);
}

TEST(ImportBackpressure, AFullQueueSlowsAnImportAndRefusesNoLine) {
    const test_server server([](app::settings& with) { with.queue_items = 4; });
    server.create_site("slow");
    std::string lines;
    for (int a = 0; a < 8; ++a) lines += article_line("a" + std::to_string(a));
    for (int i = 0; i < 1'500; ++i)
        lines += comment_line("a" + std::to_string(i % 8), "c" + std::to_string(i),
                              i < 8 ? "" : "c" + std::to_string(i - 8));
    const auto got = server.as_admin().post("/v1/sites/slow/import?screen=history", lines);
    const auto results = lines_of(got.body);
    EXPECT_EQ(results.size(), 1'508u);
    for (const auto& line : results) EXPECT_FALSE(line.contains("error")) << json::serialize(line);
}

TEST_F(Import, AnUnknownSiteIsToldBeforeAnyLine) {
    const auto got = server_->as_admin().post("/v1/sites/nowhere/import", article_line("a"));
    EXPECT_EQ(got.status, 409);
    EXPECT_EQ(got.json().at("code").as_string(), "unknown_site");
}

} // namespace
} // namespace greffe::test
