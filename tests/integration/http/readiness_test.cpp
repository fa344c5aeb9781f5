// /readyz tells whether this server should get traffic: not with a ruleset that it cannot compile, not while
// it drains.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/raw_connection.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* relay_ruleset = R"(ruleset: relais
rules:
  - id: aubaine
    mode: live
    when: {words: [aubaine]}
    then: {action: flag, score: 10}
    examples:
      match: [{text: "Une aubaine pour tous"}]
      pass: [{text: "Le marché monte"}]
)";

http_response wait_for_ready(const http_client& server, int wanted) {
    const auto until = std::chrono::steady_clock::now() + 20s;
    auto got = server.get("/readyz");
    while (got.status != wanted && std::chrono::steady_clock::now() < until) {
        std::this_thread::sleep_for(20ms);
        got = server.get("/readyz");
    }
    return got;
}

void as_owner(const std::string& database, const std::string& statement) {
    const auto connection = store::connect(database);
    pqxx::work tx(*connection);
    tx.exec(statement);
    tx.commit();
}

TEST(Readiness, ARulesetThatThisServerCannotCompileMakesItUnready) {
    const auto database = fresh_database();
    test_server server([&](app::settings& with) { with.options.database = database; });
    server.create_site("relais");
    server.create_article("relais", "art");
    const auto target = "/v1/sites/relais/ruleset";
    ASSERT_EQ(server.as_admin().put(target, relay_ruleset).status, 201);
    EXPECT_EQ(wait_for_ready(server.without_key(), 200).status, 200);

    // As a newer server may store it: a language that this one does not know yet.
    as_owner(database, "INSERT INTO greffe.ruleset SELECT site_id, 2, 'ruleset: x\nrules: [{id: a, when: "
                       "{telepathy: 1}}]', pushed_by, '', now() FROM greffe.ruleset");
    as_owner(database, "UPDATE greffe.active_ruleset SET version = 2");
    const auto unready = wait_for_ready(server.without_key(), 503);
    EXPECT_EQ(unready.status, 503);
    EXPECT_EQ(unready.json().at("reason").as_string(), "ruleset");
    EXPECT_EQ(server.without_key().get("/healthz").status, 200) << "alive, only not ready";
    // Who asks it all the same gets a verdict on the safe side, under the version that could not run.
    const auto held =
        server.as_admin().post("/v1/sites/relais/articles/art/comments", comment_json("undecided"));
    EXPECT_EQ(held.status, 201) << held.body;
    EXPECT_EQ(held.json().at("status").as_string(), "held");
    EXPECT_EQ(held.json().at("verdict").at("ruleset_version").as_int64(), 2);

    const auto pushed = server.as_admin().put(target, relay_ruleset);
    ASSERT_EQ(pushed.status, 201) << pushed.body;
    EXPECT_EQ(wait_for_ready(server.without_key(), 200).status, 200);
    EXPECT_EQ(server.submit("relais", "art", "decided").size(), 36u);
    EXPECT_EQ(server.as_admin().get("/v1/sites/relais/comments/decided").json().at("status").as_string(),
              "published");
}

TEST(Readiness, ADrainingServerIsNotReadyAndFinishesWhatRuns) {
    const scratch_folder folder;
    server_program server(folder / "data", fresh_database());
    const auto admin = server.as_admin();
    ASSERT_EQ(admin.post("/v1/sites", R"({"name":"drain"})").status, 201);
    ASSERT_EQ(admin.put("/v1/sites/drain/articles/a", article_json()).status, 201);
    // Two requests under way, and each was told to go on: what is missing is the rest of their bodies.
    const auto body = comment_json("slow");
    const auto begin = [&](raw_connection& wire, const std::string& request_line, std::size_t length) {
        wire.send(request_line + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + server.admin_key() +
                  "\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n");
        EXPECT_THAT(wire.read_until("\r\n\r\n"), HasSubstr("100 Continue"));
    };
    raw_connection slow(server.url());
    begin(slow, "POST /v1/sites/drain/articles/a/comments", body.size());
    raw_connection probe(server.url());
    begin(probe, "GET /readyz", 1);

    server.running().signal(SIGTERM);
    const auto until = std::chrono::steady_clock::now() + 20s;
    bool listens = true;
    while (listens && std::chrono::steady_clock::now() < until) {
        try {
            raw_connection another(server.url());
            std::this_thread::sleep_for(10ms);
        } catch (const std::runtime_error&) {
            listens = false;
        }
    }
    EXPECT_FALSE(listens) << "a server that drains takes no new connection";
    probe.send(" ");
    const auto told = probe.read_to_end();
    EXPECT_THAT(told, HasSubstr("503 Service Unavailable"));
    EXPECT_THAT(told, HasSubstr("draining"));
    EXPECT_TRUE(server.running().running()) << "it waits for the request that runs";
    slow.send(body);
    EXPECT_THAT(slow.read_to_end(), HasSubstr("201 Created"));
    EXPECT_EQ(server.running().wait(), 0) << server.running().output();
}

} // namespace
} // namespace greffe::test
