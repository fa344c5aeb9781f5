// The life of a ruleset over HTTP, on two servers of one database: who may do what, what is answered, and
// that the other server follows by itself.
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
using domain::role;

std::string rules_for(const std::string& word) {
    return "ruleset: essai\nrules:\n  - id: mot\n    mode: live\n    when: {words: [" + word +
           "]}\n    then: {action: hold}\n    examples: {match: [voici " + word + "], pass: [rien]}\n";
}

class RulesetHttp : public testing::Test {
  protected:
    RulesetHttp()
        : database(fresh_database()), here([&](app::settings& with) { with.options.database = database; }),
          there([&](app::settings& with) { with.options.database = database; }), admin(here.as_admin()) {
        here.create_site("gazette");
        here.create_article("gazette", "art");
    }
    http_response push(const std::string& source, const std::string& query = {}) const {
        return admin.put(site + query, source);
    }
    /// Until the other server holds what has this word in it.
    bool other_server_holds(const std::string& word) {
        const http_client other(there.url(), here.admin_key());
        const auto until = std::chrono::steady_clock::now() + 1min;
        while (std::chrono::steady_clock::now() < until) {
            const auto got = other.post("/v1/sites/gazette/articles/art/comments",
                                        comment_json("c" + std::to_string(++count_), "Voici " + word));
            if (got.status == 201 && got.json().at("status").as_string() == "held") return true;
            std::this_thread::sleep_for(5ms);
        }
        return false;
    }

    const std::string database;
    test_server here;
    test_server there;
    const http_client admin;
    const std::string site = "/v1/sites/gazette/ruleset";

  private:
    int count_ = 0;
};

TEST_F(RulesetHttp, WhatIsApprovedOrBroughtBackIsSwappedInEveryServer) {
    ASSERT_EQ(push(rules_for("casino")).status, 201);
    ASSERT_EQ(admin.send("PATCH", "/v1/sites/gazette", R"({"rules":{"approval":"second_person"}})").status,
              200);
    const auto waits = push(rules_for("roulette"));
    ASSERT_EQ(waits.status, 201) << waits.body;
    EXPECT_TRUE(waits.json().at("waiting").as_bool());
    EXPECT_EQ(waits.json().at("against").as_int64(), 1);
    EXPECT_TRUE(waits.json().at("changes").at("live").as_bool());
    EXPECT_EQ(admin.get(site).json().at("version").as_int64(), 1);

    EXPECT_EQ(admin.post(site + "/approve", R"({"version":2})").code(), "forbidden");
    const http_client second(here.url(), here.key(role::supervisor, "gazette"));
    const auto approved = second.post(site + "/approve", R"({"version":2,"note":"vu"})");
    ASSERT_EQ(approved.status, 200) << approved.body;
    EXPECT_EQ(approved.json().at("version").as_int64(), 2);
    EXPECT_TRUE(other_server_holds("roulette"));
    EXPECT_EQ(second.post(site + "/approve", R"({"version":2})").code(), "already_in_target_state");

    EXPECT_EQ(second.post(site + "/rollback", R"({"version":1})").code(), "forbidden") << "a supervisor";
    const auto back = admin.post(site + "/rollback", R"({"version":1})");
    ASSERT_EQ(back.status, 200) << back.body;
    EXPECT_EQ(back.json().at("version").as_int64(), 3);
    EXPECT_TRUE(other_server_holds("casino"));

    const auto history = admin.get(site + "/history").json().at("items").as_array();
    ASSERT_EQ(history.size(), 3U);
    EXPECT_EQ(history[0].at("restores").as_int64(), 1);
    EXPECT_EQ(history[0].at("state").as_string(), "active");
    EXPECT_EQ(history[1].at("approved").at("note").as_string(), "vu");
    EXPECT_EQ(history[1].at("state").as_string(), "replaced");
}

TEST_F(RulesetHttp, AVersionIsReadWithItsPacksAndComparedWithAnother) {
    ASSERT_EQ(push(rules_for("casino")).status, 201);
    ASSERT_EQ(push(rules_for("casino") + "use: [{pack: spam, mode: shadow}]\n").status, 201);
    const auto second = admin.get(site + "?version=2").json();
    EXPECT_EQ(second.at("packs").at(0).at("name").as_string(), "spam");
    EXPECT_TRUE(second.at("packs").at(0).as_object().contains("source"));
    EXPECT_EQ(admin.get(site + "?version=1").json().at("source").as_string(), rules_for("casino"));
    EXPECT_EQ(admin.get(site + "?version=9").status, 404);
    EXPECT_EQ(admin.get(site + "?version=x").status, 422);
    const auto told = admin.get(site + "/changes?from=1&to=2").json();
    EXPECT_FALSE(told.at("changes").at("live").as_bool()) << "all in shadow";
    EXPECT_GT(told.at("changes").at("rules").as_array().size(), 3U);
    EXPECT_EQ(admin.get(site + "/changes").status, 422);
}

TEST_F(RulesetHttp, APushOnAnotherBaseIsRefused) {
    ASSERT_EQ(push(rules_for("casino"), "?base=0").status, 201);
    const auto stale = push(rules_for("roulette"), "?base=0");
    EXPECT_EQ(stale.status, 409);
    EXPECT_EQ(stale.code(), "stale_version");
    EXPECT_EQ(push(rules_for("roulette"), "?base=1").status, 201);
    EXPECT_EQ(push(rules_for("roulette"), "?base=x").status, 422);
    const auto warned = push(rules_for("poker") + "lists: {vide: [rien]}\n", "?warnings=refuse");
    EXPECT_EQ(warned.status, 422);
    EXPECT_EQ(warned.json().at("diagnostics").at(0).at("code").as_string(), "unused-list");
}

} // namespace
} // namespace greffe::test
