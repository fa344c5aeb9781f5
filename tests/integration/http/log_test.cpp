// What a server says on its standard error: JSON, a line an event, with the client's request id, and never a
// key or what a reader wrote.
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <sstream>

namespace greffe::test {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

/// Every line of the output, but the announcement on standard output.
std::vector<json::object> logged(const std::string& output) {
    std::vector<json::object> lines;
    std::istringstream in(output);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("greffe-server listening on ")) continue;
        boost::system::error_code ec;
        const auto parsed = json::parse(line, ec);
        EXPECT_FALSE(ec) << line;
        if (!ec) lines.push_back(parsed.as_object());
    }
    return lines;
}

const json::object* of_request(const std::vector<json::object>& lines, std::string_view id) {
    for (const json::object& line : lines)
        if (const auto* found = line.if_contains("request"); found && *found == json::value(id)) return &line;
    return nullptr;
}

TEST(Log, IsJsonWithTheRequestsIdAndWithoutKeysAndTexts) {
    const scratch_folder folder;
    server_program server(folder / "data", fresh_database(), {}, "debug");
    const auto admin = server.as_admin();
    const std::string text = "Phrase-jamais-journalisée";
    const std::string comments = "/v1/sites/journal/articles/a/comments";
    ASSERT_EQ(admin.post("/v1/sites", R"({"name":"journal"})").status, 201);
    ASSERT_EQ(admin.put("/v1/sites/journal/articles/a", article_json()).status, 201);
    const auto send = [&](const std::string& id, const std::string& target, const std::string& body) {
        const auto got = admin.send("POST", target, body, {{"X-Request-Id", id}});
        EXPECT_EQ(got.headers.at("x-request-id"), id);
        return got.status;
    };
    EXPECT_EQ(send("trace-good", comments, comment_json("c", text)), 201);
    EXPECT_EQ(send("trace-conflict", comments, comment_json("c", text + " bis")), 409);
    EXPECT_EQ(send("trace-broken", comments, R"({"external_id":"d","body":")" + text), 400);
    EXPECT_EQ(send("trace-report", "/v1/sites/journal/comments/c/reports",
                   json::serialize(json::object{{"reason", "insulte"}, {"text", text}})),
              201);
    const http_client stranger(server.url(), "grf_" + std::string(43, 'Z'));
    EXPECT_EQ(stranger.send("GET", "/v1/queue?key=" + server.admin_key(), "", {{"X-Request-Id", "trace-401"}})
                  .status,
              401);
    server.running().signal(SIGTERM);
    EXPECT_EQ(server.running().wait(), 0);

    const auto output = server.running().output();
    const auto lines = logged(output);
    for (const json::object& line : lines)
        for (const auto* name : {"time", "level", "event"})
            EXPECT_TRUE(line.contains(name)) << json::serialize(line);
    const std::map<std::string, int> expected{{"trace-good", 201},
                                              {"trace-conflict", 409},
                                              {"trace-broken", 400},
                                              {"trace-report", 201},
                                              {"trace-401", 401}};
    for (const auto& [id, status] : expected) {
        const auto* line = of_request(lines, id);
        ASSERT_NE(line, nullptr) << id << " is not in the log:\n" << output;
        EXPECT_EQ(line->at("status").to_number<int>(), status);
        EXPECT_FALSE(line->at("route").as_string().empty());
    }
    EXPECT_THAT(output, Not(HasSubstr(server.admin_key())));
    EXPECT_THAT(output, Not(HasSubstr(std::string(43, 'Z'))));
    EXPECT_THAT(output, Not(HasSubstr("Phrase-jamais"))) << "what a reader wrote is not for the log";
}

} // namespace
} // namespace greffe::test
