// Settings and modes over HTTP, on two servers of one database: who may change what, and that the other
// server follows by itself.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <iomanip>
#include <sstream>
#include <thread>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;
using domain::role;
using testing::HasSubstr;

/// Asks until `done` says so; a server follows within a second, however slow the machine is within a minute.
template <class Done>
bool comes_true(Done done) {
    const auto until = std::chrono::steady_clock::now() + 1min;
    while (!done()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

class SettingsHttp : public testing::Test {
  protected:
    SettingsHttp()
        : database(fresh_database()), here([&](app::settings& with) { with.options.database = database; }),
          there([&](app::settings& with) { with.options.database = database; }), admin(here.as_admin()),
          elsewhere(there.url(), here.admin_key()) {
        here.create_site("gazette");
        here.create_article("gazette", "art");
    }

    http_response change(const std::string& asked) const { return admin.patch("/v1/sites/gazette", asked); }
    http_response submit(const http_client& to, const std::string& body = "Un commentaire.") {
        return to.post("/v1/sites/gazette/articles/art/comments", comment_json(fresh(), body));
    }
    std::string status(const http_response& submitted) {
        return submitted.status == 201 ? std::string(submitted.json().at("status").as_string())
                                       : submitted.code();
    }
    std::string fresh() { return "c" + std::to_string(++count_); }
    std::string newest() const { return "c" + std::to_string(count_); }

    std::string database;
    test_server here;
    test_server there;
    http_client admin;
    http_client elsewhere;

  private:
    int count_ = 0;
};

TEST_F(SettingsHttp, AModeIsInForceHereAtOnceAndThereByItself) {
    for (const auto& [mode, told] : {std::pair("pre", "held"), std::pair("closed", "comments_closed")}) {
        ASSERT_EQ(change(R"({"moderation":[{"scope":"section","target":"bourse","mode":")" +
                         std::string(mode) + "\"}]}")
                      .status,
                  200);
        EXPECT_EQ(status(submit(admin)), told) << "own changes at once";
        EXPECT_TRUE(comes_true([&] { return status(submit(elsewhere)) == told; })) << mode;
    }
    ASSERT_EQ(change(R"({"moderation":[{"scope":"section","target":"bourse","mode":null}]})").status, 200);
    EXPECT_EQ(status(submit(admin)), "published");
    EXPECT_TRUE(comes_true([&] { return status(submit(elsewhere)) == "published"; }));
}

TEST_F(SettingsHttp, AModeThatRanOutNeedsNobodyToEndIt) {
    ASSERT_EQ(
        change(R"({"moderation":[{"scope":"site","mode":"closed","until":"2999-01-01T00:00:00Z"}]})").status,
        200);
    EXPECT_EQ(status(submit(admin)), "comments_closed");
    // Time passes for the database: nothing but the row is told.
    const auto owner = store::connect(database);
    pqxx::nontransaction(*owner).exec(
        "UPDATE greffe.moderation_policy SET until = now() - interval '1 second'");
    pqxx::nontransaction(*owner).exec("UPDATE greffe.site SET settings_version = settings_version + 1");
    EXPECT_TRUE(comes_true([&] { return status(submit(admin)) == "published"; }));
}

TEST_F(SettingsHttp, AreShownAndRefusedByName) {
    const auto set = change(R"({"time_zone":"Europe/Brussels","limits":{"body_characters":20}})");
    ASSERT_EQ(set.status, 200) << set.body;
    const auto shown = elsewhere.get("/v1/sites/gazette").json();
    EXPECT_EQ(shown.at("time_zone").as_string(), "Europe/Brussels")
        << "what is stored, not what is remembered";
    EXPECT_EQ(shown.at("limits").at("body_characters").as_int64(), 20);
    EXPECT_EQ(shown.at("held_edits").as_string(), "last_approved");
    EXPECT_EQ(shown, admin.get("/v1/sites").json().at("items").at(0));

    const auto refused = change(R"({"limits":{"body_characters":0}})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "invalid_field");
    EXPECT_THAT(refused.body, HasSubstr("limits.body_characters is a whole number from 1 to 50000"));
    EXPECT_THAT(change(R"({"held_edit":"nothing"})").body, HasSubstr("did you mean 'held_edits'?"));
    EXPECT_EQ(status(submit(admin, "Un commentaire de plus de vingt signes.")), "invalid_field");
}

TEST_F(SettingsHttp, RolesChangeAndSeeWhatIsTheirs) {
    const std::string mode = R"({"moderation":[{"scope":"author","target":"paule","mode":"pre"}]})";
    const std::string zone = R"({"time_zone":"UTC"})";
    const auto as = [&](role who) { return admin.with_key(here.key(who, "gazette")); };
    EXPECT_EQ(as(role::supervisor).patch("/v1/sites/gazette", mode).status, 200);
    EXPECT_EQ(as(role::supervisor).patch("/v1/sites/gazette", zone).status, 403);
    EXPECT_EQ(as(role::admin).patch("/v1/sites/gazette", zone).status, 200);
    for (const role who : {role::publisher, role::moderator, role::archivist, role::reporter})
        EXPECT_EQ(as(who).patch("/v1/sites/gazette", mode).status, 403) << to_string(who);
    for (const auto& [who, sees] : {std::pair(role::publisher, true),
                                    {role::supervisor, true},
                                    {role::moderator, false},
                                    {role::archivist, false}})
        EXPECT_EQ(as(who).get("/v1/sites/gazette").body.find("paule") != std::string::npos, sees)
            << to_string(who);
}

TEST_F(SettingsHttp, ReportsThatWeighEnoughHideAComment) {
    const auto report = [&](const std::string& reader) {
        const auto got = admin.post("/v1/sites/gazette/comments/" + newest() + "/reports",
                                    R"({"reason":"insulte","reporter":")" + reader + "\"}");
        EXPECT_EQ(got.status / 100, 2) << got.body;
    };
    const auto stored = [&] {
        const auto got = admin.get("/v1/sites/gazette/comments/" + newest()).json();
        return std::string(got.at("status").as_string());
    };
    ASSERT_EQ(status(submit(admin)), "published");
    for (const char* reader : {"r1", "r2", "r3"}) report(reader);
    EXPECT_EQ(stored(), "published") << "as long as the site draws no line";

    EXPECT_THAT(change(R"({"reports":{"hide_weight":0}})").body, HasSubstr("a weight from 0.25 to 1000"));
    const auto drawn = change(R"({"reports":{"hide_weight":1.5}})");
    ASSERT_EQ(drawn.status, 200) << drawn.body;
    EXPECT_EQ(drawn.json().at("reports").at("hide_weight"), 1.5);
    ASSERT_EQ(status(submit(admin)), "published");
    report("r1");
    report("r2");
    report("r2"); // once more is not more
    EXPECT_EQ(stored(), "published");
    report("r3");
    EXPECT_EQ(stored(), "held");
    EXPECT_EQ(admin.get("/v1/queue").json().at("items").as_array().size(), 2u);
}

TEST_F(SettingsHttp, WhileAnEditIsHeldThePublicSeesWhatTheSiteSays) {
    ASSERT_EQ(status(submit(admin, "Le premier texte.")), "published");
    ASSERT_EQ(change(R"({"moderation":[{"scope":"site","mode":"pre"}]})").status, 200);
    const auto edited = admin.put("/v1/sites/gazette/comments/" + newest(), R"({"body":"Le second texte."})");
    EXPECT_EQ(edited.json().at("status").as_string(), "held");
    const auto thread = [&] { return admin.get("/v1/sites/gazette/articles/art/thread").body; };
    EXPECT_THAT(thread(), HasSubstr("Le premier texte."));
    ASSERT_EQ(change(R"({"held_edits":"nothing"})").status, 200);
    EXPECT_TRUE(comes_true([&] { return thread().find("texte.") == std::string::npos; }));
    ASSERT_EQ(change(R"({"held_edits":null})").status, 200);
    EXPECT_TRUE(comes_true([&] { return thread().find("Le premier texte.") != std::string::npos; }));
}

TEST_F(SettingsHttp, TheDaysOfRulesEndInTheSitesTimeZone) {
    // From 11:00 UTC on the day that begins next has begun in Kiritimati and not in Pago Pago, before that
    // today.
    const auto now = std::chrono::system_clock::now();
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(now + 13h));
    std::ostringstream expires;
    expires << static_cast<int>(day.year()) << '-' << std::setfill('0') << std::setw(2)
            << static_cast<unsigned>(day.month()) << '-' << std::setw(2) << static_cast<unsigned>(day.day());
    ASSERT_EQ(change(R"({"time_zone":"Pacific/Pago_Pago"})").status, 200);
    const auto pushed = admin.put("/v1/sites/gazette/ruleset", R"(ruleset: jours
rules:
  - id: aubaine
    when: {words: [aubaine]}
    then: {action: hold}
    expires: )" + expires.str() + R"(
    examples:
      match: [{text: "Une aubaine"}]
      pass: [{text: "Rien"}]
)");
    ASSERT_EQ(pushed.status, 201) << pushed.body;
    EXPECT_EQ(status(submit(admin, "Une aubaine")), "held");
    EXPECT_TRUE(comes_true([&] { return status(submit(elsewhere, "Une aubaine")) == "held"; }));
    ASSERT_EQ(change(R"({"time_zone":"Pacific/Kiritimati"})").status, 200);
    for (const auto* server : {&admin, &elsewhere})
        EXPECT_TRUE(comes_true([&] { return status(submit(*server, "Une aubaine")) == "published"; }));
}

TEST_F(SettingsHttp, ADeadlineIsMetByTheServersThemselves) {
    const auto pushed = admin.put("/v1/sites/gazette/ruleset", R"(ruleset: delais
policies:
  presse: {fr: "Vite", deadline: 1s, at_deadline: publish}
  alarme: {fr: "Vite", deadline: 1s, at_deadline: alert}
rules:
  - {id: presse, policy: presse, when: {words: [aubaine]}, then: {action: hold},
     examples: {match: [{text: "Une aubaine"}], pass: [{text: "Rien"}]}}
  - {id: alarme, policy: alarme, when: {words: [arnaque]}, then: {action: hold},
     examples: {match: [{text: "Une arnaque"}], pass: [{text: "Rien"}]}}
)");
    ASSERT_EQ(pushed.status, 201) << pushed.body;
    const auto published = submit(admin, "Une aubaine").json();
    const auto alerted = submit(admin, "Une arnaque").json();
    ASSERT_EQ(published.at("status").as_string(), "held");
    const auto case_of = [&](const json::value& comment) {
        return admin.get("/v1/cases/" + std::string(comment.at("id").as_string())).json();
    };
    EXPECT_TRUE(case_of(alerted).at("case").as_object().contains("deadline"));
    EXPECT_TRUE(
        comes_true([&] { return case_of(published).at("case").at("status").as_string() == "published"; }));
    EXPECT_TRUE(
        comes_true([&] { return case_of(alerted).at("case").as_object().contains("deadline_missed"); }));
    const auto decision = case_of(published).at("decisions").at(0);
    EXPECT_EQ(decision.at("decider").as_string(), "00000000-0000-7000-8000-000000000001");
    EXPECT_EQ(decision.at("reason").as_string(), "deadline");
    EXPECT_EQ(case_of(alerted).at("case").at("status").as_string(), "held");
    EXPECT_EQ(case_of(alerted).at("case").at("priority").as_int64(), 895);
    const auto counted = [&](const std::string& action) {
        const std::string line = "greffe_deadlines_missed_total{action=\"" + action + "\"} 1";
        int found = 0;
        for (const auto* server : {&here, &there})
            found += server->without_key().get("/metrics").body.find(line) != std::string::npos;
        return found;
    };
    EXPECT_TRUE(comes_true([&] { return counted("publish") == 1 && counted("alert") == 1; }))
        << "by one of the two, once";
}

TEST(DeadlinesKilled, EachIsMetOnceWhoeverIsKilled) {
    constexpr int comments = 300;
    const scratch_folder folder;
    const auto database = fresh_database();
    server_program first(folder / "a", database);
    server_program second(folder / "b", database);
    const http_client admin = second.without_key().with_key(first.admin_key());
    ASSERT_EQ(admin.post("/v1/sites", R"({"name":"gazette"})").status, 201);
    ASSERT_EQ(admin.put("/v1/sites/gazette/articles/art", article_json()).status, 201);
    ASSERT_EQ(
        admin
            .patch(
                "/v1/sites/gazette",
                R"({"moderation":[{"scope":"site","mode":"pre","deadline":"1s","at_deadline":"publish"}]})")
            .status,
        200);
    for (int i = 0; i < comments; ++i)
        ASSERT_EQ(admin.post("/v1/sites/gazette/articles/art/comments", comment_json("c" + std::to_string(i)))
                      .status,
                  201);
    const auto owner = store::connect(database);
    const auto count = [&](const std::string& from, const std::string& what = "*") {
        return pqxx::nontransaction(*owner)
            .exec("SELECT count(" + what + ") FROM greffe." + from)[0][0]
            .as<int>();
    };
    first.running().signal(SIGKILL);
    first.running().wait();
    server_program again(folder / "c", database);
    ASSERT_TRUE(comes_true([&] { return count("decision") > 0; }));
    again.running().signal(SIGKILL);
    again.running().wait();
    EXPECT_TRUE(comes_true([&] { return count("comment WHERE status = 'held'") == 0; }));
    EXPECT_EQ(count("decision"), comments);
    EXPECT_EQ(count("decision", "DISTINCT comment_id"), comments);
    EXPECT_EQ(count("event WHERE kind = 'decided'"), comments);
}

} // namespace
} // namespace greffe::test
