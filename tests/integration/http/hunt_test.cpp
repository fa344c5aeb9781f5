// Rules applied to what is stored, as one batch that can be undone.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/history_answers.hpp"
#include "tests/integration/http/raw_connection.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace greffe::test {
namespace {

namespace json = boost::json;

constexpr const char* yaml = R"(ruleset: chasse
rules:
  - id: pari
    mode: live
    when: {words: [pari]}
    then: {action: hold, score: 10}
    examples: {match: ["Un pari"], pass: ["Rien"]}
)";
constexpr const char* batch = "01890000-0000-7000-8000-000000000001";

class Hunt : public testing::Test {
  protected:
    Hunt() {
        server.create_site("bourse");
        server.create_article("bourse", "art");
        server.create_article("bourse", "autre");
    }
    std::string submit(const std::string& name, const std::string& body = "Encore un pari") {
        return server.submit("bourse", name.size() % 2 ? "art" : "autre", name, body);
    }
    http_response hunted(const std::string& query) {
        return server.as_admin().post("/v1/sites/bourse/ruleset/hunt" + query, yaml);
    }
    json::object hunt(const std::string& query = {}) {
        return result_of(hunted(query)).at("hunt").as_object();
    }
    json::object open() { return hunt(std::string("?open=true&batch=") + batch); }
    http_response undone() {
        return server.as_admin().post(std::string("/v1/sites/bourse/ruleset/hunts/") + batch + "/undo", "");
    }
    std::string status(const std::string& name) {
        return std::string(
            server.as_admin().get("/v1/sites/bourse/comments/" + name).json().at("status").as_string());
    }
    json::value case_of(const std::string& id) {
        return server.as_admin().get("/v1/cases/" + id).json().at("case");
    }
    std::string value(const std::string& sql) {
        const auto owner = store::connect(url);
        pqxx::nontransaction work(*owner);
        return work.exec(sql)[0][0].c_str();
    }

    std::string url = fresh_database();
    test_server server{[this](app::settings& with) { with.options.database = url; }};
};

TEST_F(Hunt, ADryLookSaysHowManyItWouldOpenAndDoesNothing) {
    for (const char* name : {"a", "bb", "ccc"}) submit(name);
    submit("d", "Le cours monte");
    const auto told = hunt();
    EXPECT_EQ(number(told, "/would_open"), 3);
    EXPECT_EQ(number(told, "/opened"), 0);
    EXPECT_FALSE(told.contains("batch"));
    EXPECT_EQ(status("a"), "published");
    EXPECT_EQ(value("SELECT count(*) FROM greffe.review_case"), "0");
    EXPECT_EQ(value("SELECT count(*) FROM greffe.hunt"), "0");
}

TEST_F(Hunt, HoldsWithACaseAndAnEventAndUndoingPublishesAgain) {
    const auto id = submit("a");
    for (const char* name : {"bb", "ccc"}) submit(name);
    submit("d", "Le cours monte");
    EXPECT_EQ(number(open(), "/opened"), 3);
    EXPECT_EQ(status("a"), "held");
    EXPECT_EQ(status("d"), "published");
    EXPECT_EQ(case_of(id).at("state").as_string(), "open");
    EXPECT_EQ(case_of(id).at("cause").as_string(), "hunt");
    const auto shown = server.as_admin().get("/v1/cases/" + id).json();
    EXPECT_EQ(shown.at("flags").at(0).at("rule").as_string(), "pari");
    EXPECT_EQ(shown.at("flags").at(0).at("spans").as_array().size(), 1u);
    EXPECT_EQ(value("SELECT count(*) FROM greffe.event WHERE kind = 'hunted'"), "3");
    EXPECT_EQ(value("SELECT sum(published_count) FROM greffe.thread"), "1");
    EXPECT_EQ(server.as_admin().get("/v1/sites/bourse/articles/art/thread").body.find("Encore un pari"),
              std::string::npos)
        << "the public sees it still";

    const auto list = server.as_admin().get("/v1/sites/bourse/ruleset/hunts").json().at("items");
    EXPECT_EQ(list.at(0).at("batch").as_string(), batch);
    EXPECT_EQ(list.at(0).at("held").as_int64(), 3);

    const auto done = result_of(undone());
    EXPECT_EQ(number(done, "/undone"), 3);
    EXPECT_EQ(number(done, "/left_alone"), 0);
    EXPECT_EQ(status("a"), "published");
    EXPECT_EQ(case_of(id).at("state").as_string(), "closed");
    EXPECT_EQ(value("SELECT count(*) FROM greffe.event WHERE kind = 'hunt_undone'"), "3");
    EXPECT_EQ(value("SELECT sum(published_count) FROM greffe.thread"), "4");
    EXPECT_EQ(number(result_of(undone()), "/undone"), 0) << "undone twice";
    EXPECT_EQ(hunted(std::string("?open=true&batch=") + batch).status, 409) << "an undone batch does no more";
    EXPECT_EQ(value("SELECT string_agg(action, ' ' ORDER BY at) FROM greffe.audit WHERE action LIKE 'hunt%'"),
              "hunt hunt_undone");
}

TEST_F(Hunt, TheSameBatchAgainOpensNothingTwiceAndAnotherRulesetIsRefused) {
    for (const char* name : {"a", "bb", "ccc"}) submit(name);
    EXPECT_EQ(number(open(), "/opened"), 3);
    EXPECT_EQ(number(open(), "/opened"), 0);
    EXPECT_EQ(value("SELECT count(*) FROM greffe.event WHERE kind = 'hunted'"), "3");
    const auto other =
        server.as_admin().post(std::string("/v1/sites/bourse/ruleset/hunt?open=true&batch=") + batch,
                               std::string(yaml) + "\n# autre\n");
    EXPECT_EQ(other.status, 409) << other.body;
}

TEST_F(Hunt, WhatPeopleHaveLetStandIsLeftAlone) {
    const auto id = submit("a");
    submit("bb");
    const auto admin = server.as_admin();
    ASSERT_EQ(admin.post("/v1/sites/bourse/comments/a/case", R"({"reason":"appel"})").status, 201);
    ASSERT_EQ(
        admin.post("/v1/cases/" + id + "/decisions", R"({"action":"approve","reason":"ok","version":1})")
            .status,
        200);
    const auto told = open();
    EXPECT_EQ(number(told, "/found"), 2);
    EXPECT_EQ(number(told, "/approved_by_people"), 1);
    EXPECT_EQ(number(told, "/opened"), 1);
    EXPECT_EQ(status("a"), "published");
}

TEST_F(Hunt, UndoingLeavesAloneWhatSomebodyHasTouchedSince) {
    const auto decided = submit("a");
    const auto leased = submit("bb");
    submit("ccc");
    submit("dddd");
    EXPECT_EQ(number(open(), "/opened"), 4);
    const auto admin = server.as_admin();
    const auto version = case_of(decided).at("version").as_int64();
    ASSERT_EQ(admin
                  .post("/v1/cases/" + decided + "/decisions",
                        json::serialize(
                            json::object{{"action", "reject"}, {"reason", "charte"}, {"version", version}}))
                  .status,
              200);
    ASSERT_EQ(admin.post("/v1/cases/" + leased + "/renew", "").status, 200);
    ASSERT_EQ(admin.put("/v1/sites/bourse/comments/ccc", R"({"body":"Corrigé."})").status, 200);
    const auto done = result_of(undone());
    EXPECT_EQ(number(done, "/undone"), 1);
    EXPECT_EQ(number(done, "/left_alone"), 3);
    EXPECT_EQ(status("a"), "rejected");
    EXPECT_EQ(status("bb"), "held");
    EXPECT_EQ(status("ccc"), "held");
    EXPECT_EQ(status("dddd"), "published");
    EXPECT_EQ(value("SELECT count(*) FROM greffe.comment c LEFT JOIN greffe.review_case k USING (site_id, "
                    "comment_id) "
                    "WHERE c.status = 'held' AND k.state IS DISTINCT FROM 'open'"),
              "0");
}

TEST_F(Hunt, ACaseThatWasOpenIsJoinedAndStaysOpenWhenUndone) {
    const auto id = submit("a");
    ASSERT_EQ(server.as_admin().post("/v1/sites/bourse/comments/a/reports", R"({"reason":"spam"})").status,
              201);
    EXPECT_EQ(number(open(), "/opened"), 1);
    EXPECT_EQ(case_of(id).at("cause").as_string(), "report");
    EXPECT_EQ(number(result_of(undone()), "/undone"), 1);
    EXPECT_EQ(status("a"), "published");
    EXPECT_EQ(case_of(id).at("state").as_string(), "open");
}

TEST_F(Hunt, ThePublisherIsToldOfBoth) {
    submit("a");
    open();
    undone();
    std::string statuses, next;
    for (int round = 0; round < 20 && statuses != "published held published "; ++round) {
        const auto told = server.as_admin()
                              .get("/v1/sites/bourse/changes?wait=1" + (next.empty() ? "" : "&after=" + next))
                              .json();
        next = std::string(told.at("next").as_string());
        for (const auto& change : told.at("changes").as_array())
            statuses += std::string(change.at("status").as_string()) + " ";
    }
    EXPECT_EQ(statuses, "published held published ");
}

/// Broken off in the middle, a hunt is a part of its batch: the same call goes on, and undoing it is whole.
TEST_F(Hunt, BrokenOffInTheMiddleItGoesOnOrIsUndone) {
    constexpr int comments = 700;
    std::string lines;
    for (int i = 0; i < comments; ++i)
        lines += R"({"type":"comment","article":"art","external_id":"h)" + std::to_string(i) +
                 R"(","body":"Un pari","status":"published"})" + "\n";
    const auto imported = server.as_admin().post("/v1/sites/bourse/import?screen=history", lines);
    ASSERT_EQ(imported.body.find("error"), std::string::npos);
    {
        raw_connection client(server.url());
        client.send(std::string("POST /v1/sites/bourse/ruleset/hunt?open=true&batch=") + batch +
                    " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + server.admin_key() +
                    "\r\nContent-Length: " + std::to_string(std::string(yaml).size()) + "\r\n\r\n" + yaml);
        while (value("SELECT count(*) FROM greffe.hunt_case") == "0") std::this_thread::yield();
    }
    http_response next;
    while ((next = hunted(std::string("?open=true&batch=") + batch)).status == 503) std::this_thread::yield();
    result_of(next);
    EXPECT_EQ(value("SELECT count(*) FROM greffe.comment WHERE status = 'held'"), std::to_string(comments));
    EXPECT_EQ(value("SELECT count(*) FROM greffe.event WHERE kind = 'hunted'"), std::to_string(comments));
    EXPECT_EQ(number(result_of(undone()), "/undone"), comments);
    EXPECT_EQ(value("SELECT count(*) FROM greffe.comment WHERE status = 'published'"),
              std::to_string(comments));
    EXPECT_EQ(value("SELECT published_count FROM greffe.thread t JOIN greffe.article USING (site_id, "
                    "article_id) WHERE external_id = 'art'"),
              std::to_string(comments));
}

} // namespace
} // namespace greffe::test
