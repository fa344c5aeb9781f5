// A draft over the stored history: what it tells, that it agrees with the server, and that it ends when
// nobody wants it any more.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/history_answers.hpp"
#include "tests/integration/http/raw_connection.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <thread>

namespace greffe::test {
namespace {

namespace json = boost::json;

const std::string head = "ruleset: essai\nthresholds: {flag: 20, hold: 50, reject: 100}\nrules:\n";

std::string rule(const std::string& id, const std::string& mode, const std::string& when,
                 const std::string& then) {
    std::string text = "  - {id: " + id + ", mode: " + mode + ", when: " + when + ", then: " + then;
    return text;
}
std::string examples(const std::string& match) {
    return ", examples: {match: [" + match + "], pass: [\"Rien à signaler\"]}}\n";
}
/// A live rule for a word.
std::string word_rule(const std::string& id, const std::string& word, const std::string& then) {
    return rule(id, "live", "{words: [" + word + "]}", then) + examples('"' + word + '"');
}

class Backtest : public testing::Test {
  protected:
    Backtest() {
        server.create_site("bourse");
        server.create_article("bourse", "art");
    }
    void push(const std::string& yaml) {
        const auto got = server.as_admin().put("/v1/sites/bourse/ruleset", yaml);
        ASSERT_EQ(got.status / 100, 2) << got.body;
    }
    http_response asked(const std::string& yaml, const std::string& query = {}) {
        return server.as_admin().post("/v1/sites/bourse/ruleset/backtest" + query, yaml);
    }
    json::object backtest(const std::string& yaml, const std::string& query = {}) {
        return result_of(asked(yaml, query));
    }
    void decide(const std::string& comment, const std::string& action) {
        const auto admin = server.as_admin();
        if (admin.get("/v1/cases/" + comment).status == 404) {
            const auto got = admin.get("/v1/comments/" + comment).json();
            const std::string name(got.at("external_id").as_string());
            admin.post("/v1/sites/bourse/comments/" + name + "/case", R"({"reason":"appel"})");
        }
        const auto shown = admin.get("/v1/cases/" + comment).json();
        const auto version = shown.at("case").at("version").as_int64();
        const auto got = admin.post(
            "/v1/cases/" + comment + "/decisions",
            json::serialize(json::object{{"action", action}, {"reason", "charte"}, {"version", version}}));
        ASSERT_EQ(got.status, 200) << got.body;
    }
    static json::object of_rule(const json::object& report, std::string_view id) {
        for (const auto& each : report.at("rules").as_array())
            if (each.at("rule").as_string() == id) return each.as_object();
        ADD_FAILURE() << "no rule " << id;
        return {};
    }

    std::string url = fresh_database();
    test_server server{[this](app::settings& with) { with.options.database = url; }};
};

/// The oracle: what ingest has judged, judged again by the same rules, is no change.
TEST_F(Backtest, TheLiveRulesetOverItsOwnHistoryChangesNothing) {
    const std::string yaml =
        head + word_rule("arnaque", "arnaque", "{action: hold, score: 10}") +
        word_rule("insulte", "crétin", "{action: reject}") +
        word_rule("doute", "crypto", "{action: flag, score: 15}") +
        word_rule("points", "dividende", "{action: publish, score: 30}") +
        word_rule("moins", "merci", "{action: publish, score: -30}") +
        rule("nouveau", "live", "{all: [{author: {age_below: 1h}}, {words: [telegram]}]}", "{action: hold}") +
        ", examples: {match: [{text: telegram, facts: {author: {age: 1m}}}], pass: [\"Rien\"]}}\n" +
        rule("bavard", "live", "{all: [{rate: {by: author, over: 3, within: 1h}}, {words: [encore]}]}",
             "{action: hold}") +
        ", examples: {match: [{text: encore, facts: {rate: {author: 4}}}], pass: [\"Rien\"]}}\n" +
        rule("titre", "live", "{all: [{words: [fed], in: title}, {words: [bourse]}]}", "{action: flag}") +
        ", examples: {match: [{text: bourse, title: \"La Fed\"}], pass: [\"Rien\"]}}\n" +
        rule("ombre", "shadow", "{words: [hausse]}", "{action: reject}") + "}\n";
    push(yaml);
    const auto admin = server.as_admin();
    // A guard would hold back what hits so much while it is young, and does so sooner or later: allowed.
    for (const std::string rule :
         {"arnaque", "insulte", "doute", "points", "moins", "nouveau", "bavard", "titre"})
        ASSERT_EQ(
            admin.post("/v1/sites/bourse/ruleset/lift", json::serialize(json::object{{"rule", rule}})).status,
            200);
    std::mt19937 random(3);
    const std::vector<std::string> words{"arnaque", "crétin", "crypto", "dividende", "merci", "telegram",
                                         "encore",  "bourse", "hausse", "marché",    "cours", "banque"};
    const auto text = [&] {
        std::string made = "Le";
        for (unsigned i = random() % 5; i > 0; --i) made += " " + words[random() % words.size()];
        return made;
    };
    for (int i = 0; i < 150; ++i) {
        const auto id = server.submit("bourse", "art", "c" + std::to_string(i), text());
        if (i % 7 != 0) continue;
        const auto edited = admin.put("/v1/sites/bourse/comments/c" + std::to_string(i),
                                      json::serialize(json::object{{"body", text()}}));
        ASSERT_EQ(edited.status, 200) << edited.body;
    }
    const auto answer = asked(yaml);
    const auto report = result_of(answer);
    EXPECT_EQ(number(report, "/comments"), 150);
    std::vector<std::int64_t> passed;
    for (const auto& so_far : progress_of(answer)) {
        EXPECT_EQ(number(so_far, "/of"), 150);
        passed.push_back(number(so_far, "/comments"));
    }
    ASSERT_FALSE(passed.empty()) << answer.body;
    EXPECT_EQ(std::ranges::adjacent_find(passed, std::ranges::greater_equal{}), passed.end()) << answer.body;
    EXPECT_EQ(passed.back(), 150);
    for (const std::string was : {"published", "held", "rejected"})
        for (const std::string would : {"published", "held", "rejected"})
            if (was != would) {
                EXPECT_EQ(number(report, "/decided/" + was + "/" + would), 0) << was << " " << would;
            }
    EXPECT_GT(number(report, "/decided/held/held"), 10);
    EXPECT_GT(number(report, "/decided/rejected/rejected"), 10);
    EXPECT_EQ(number(report, "/new_hits/count"), 0) << json::serialize(report.at("new_hits"));
    EXPECT_EQ(number(report, "/losses/count"), 0) << json::serialize(report.at("losses"));
    for (const auto& each : report.at("rules").as_array()) {
        EXPECT_EQ(each.at("new").as_int64(), 0) << json::serialize(each);
        EXPECT_EQ(each.at("gone").as_int64(), 0) << json::serialize(each);
    }
    EXPECT_GT(number(of_rule(report, "ombre"), "/hits"), 10);
    EXPECT_GT(number(of_rule(report, "bavard"), "/unknown"), 5);
    EXPECT_EQ(number(of_rule(report, "bavard"), "/hits"), 0);
}

TEST_F(Backtest, TellsWhatWouldChangeAndHowThatAgreesWithPeople) {
    push(head + word_rule("ancienne", "miracle", "{action: hold}"));
    std::map<std::string, std::string> ids;
    for (const auto& [name, body] : std::map<std::string, std::string>{{"pris", "Un pari sûr"},
                                                                       {"juste", "Mon pari du jour"},
                                                                       {"libre", "Encore un pari"},
                                                                       {"manque", "Autre arnaque"},
                                                                       {"perdu", "Un miracle"},
                                                                       {"calme", "Le cours monte"}})
        ids[name] = server.submit("bourse", "art", name, body);
    decide(ids["pris"], "reject");
    decide(ids["juste"], "approve");
    decide(ids["manque"], "reject");
    const auto report = backtest(head + word_rule("pari", "pari", "{action: hold}") +
                                 rule("brouillon", "draft", "{words: [cours]}", "{action: hold}") + "}\n");
    EXPECT_EQ(number(report, "/decided/published/held"), 3);
    EXPECT_EQ(number(report, "/decided/held/published"), 1);
    EXPECT_EQ(number(report, "/people/decided"), 3);
    EXPECT_EQ(number(report, "/people/stopped/precision/hits"), 1);
    EXPECT_EQ(number(report, "/people/stopped/precision/of"), 2);
    EXPECT_EQ(number(report, "/people/stopped/recall/hits"), 1);
    EXPECT_EQ(number(report, "/people/stopped/recall/of"), 2);
    EXPECT_LT(json::value(report).at_pointer("/people/stopped/recall/low").as_double(), 0.2);
    const auto pari = of_rule(report, "pari");
    EXPECT_EQ(number(pari, "/hits"), 3);
    EXPECT_EQ(number(pari, "/new"), 3);
    EXPECT_GT(number(pari, "/cost_ns"), 0);
    EXPECT_EQ(number(of_rule(report, "brouillon"), "/hits"), 1) << "a draft is tried as in shadow";

    const auto& telling = report.at("new_hits").as_object();
    EXPECT_EQ(number(telling, "/count"), 3);
    const auto& first = telling.at("telling").at(0);
    EXPECT_EQ(first.at("comment").as_string(), ids["juste"]) << "people have approved it";
    EXPECT_EQ(first.at("people").as_string(), "contradict");
    const auto& span = first.at("rules").at(0).at("spans").at(0);
    EXPECT_EQ(
        std::string(first.at("body").as_string())
            .substr(span.at("begin").to_number<std::size_t>(),
                    span.at("end").to_number<std::size_t>() - span.at("begin").to_number<std::size_t>()),
        "pari");
    const auto& loss = report.at("losses").at("telling").at(0);
    EXPECT_EQ(loss.at("comment").as_string(), ids["perdu"]);
    EXPECT_EQ(loss.at("matched_then").at(0).at("rule").as_string(), "ancienne");
}

TEST_F(Backtest, WhatThePastDoesNotTellIsUnknownAndSaidSo) {
    for (int i = 0; i < 5; ++i) server.submit("bourse", "art", "c" + std::to_string(i), "Achetez vite");
    server.submit("bourse", "art", "autre", "Rien");
    const auto report =
        backtest(head +
                 rule("foule", "live", "{all: [{words: [achetez]}, {duplicate: {within: 1h, over: 1}}]}",
                      "{action: hold}") +
                 ", examples: {match: [{text: achetez, facts: {duplicate: {comments: 4, authors: 2}}}], "
                 "pass: [\"Rien\"]}}\n");
    EXPECT_EQ(number(report, "/decided/published/unknown"), 5);
    EXPECT_EQ(number(report, "/decided/published/published"), 1);
    EXPECT_EQ(number(of_rule(report, "foule"), "/unknown"), 5);
    EXPECT_EQ(report.at("unknown_facts").at(0).at("fact").as_string(), "duplicate");
}

TEST_F(Backtest, ACommentHeldByAModeIsNotTakenBackByRules) {
    ASSERT_EQ(server.as_admin()
                  .patch("/v1/sites/bourse", R"({"moderation":[{"scope":"site","mode":"pre"}]})")
                  .status,
              200);
    server.submit("bourse", "art", "c1", "Rien à dire");
    const auto report = backtest(head + word_rule("pari", "pari", "{action: hold}"));
    EXPECT_EQ(number(report, "/not_by_rules"), 1);
    EXPECT_EQ(number(report, "/decided/held/held"), 1);
    EXPECT_EQ(number(report, "/losses/count"), 0);
}

TEST_F(Backtest, HistoryIsJudgedByItsOwnTimeAndObservedDecisionsCount) {
    const auto got = server.as_admin().post(
        "/v1/sites/bourse/import?screen=history",
        R"({"type":"comment","article":"art","external_id":"v1","body":"Pari de nuit","posted_at":"2020-01-01T23:30:00Z","status":"published"})"
        "\n"
        R"({"type":"comment","article":"art","external_id":"v2","body":"Pari de jour","posted_at":"2020-01-01T12:00:00Z","status":"published"})"
        "\n"
        R"({"type":"decision","external_id":"v1","action":"reject","reason":"charte","decider":"m","decided_at":"2020-01-02T00:00:00Z","status_before":"published","status_after":"rejected"})"
        "\n");
    ASSERT_EQ(got.body.find("error"), std::string::npos) << got.body;
    const std::string yaml =
        head +
        rule("nuit", "live", "{all: [{words: [pari]}, {time: {between: ['22:00', '06:00']}}]}",
             "{action: hold}") +
        ", examples: {match: [{text: pari, facts: {time: '2027-06-30 23:15'}}], pass: [\"Rien\"]}}\n";
    const auto report = backtest(yaml);
    EXPECT_EQ(number(of_rule(report, "nuit"), "/hits"), 1);
    EXPECT_EQ(number(report, "/people/decided"), 1);
    EXPECT_EQ(number(report, "/people/stopped/precision/hits"), 1);
    EXPECT_EQ(number(backtest(yaml, "?since=2020-01-01T13:00:00Z"), "/comments"), 1);
    EXPECT_EQ(number(backtest(yaml, "?since=2021-01-01"), "/comments"), 0);
}

TEST_F(Backtest, ASampleHasAsManyCommentsAsAskedAndAlwaysTheSame) {
    for (int i = 0; i < 60; ++i) server.submit("bourse", "art", "c" + std::to_string(i), "Un pari");
    const auto yaml = head + word_rule("pari", "pari", "{action: hold}");
    EXPECT_EQ(number(backtest(yaml, "?sample=17"), "/comments"), 17);
    EXPECT_EQ(number(backtest(yaml, "?sample=1000"), "/comments"), 60);
    EXPECT_EQ(number(backtest(yaml, "?sample=100%25"), "/comments"), 60);
    const auto half = number(backtest(yaml, "?sample=50%25"), "/comments");
    EXPECT_GT(half, 10);
    EXPECT_LT(half, 50);
    EXPECT_EQ(number(backtest(yaml, "?sample=50%25"), "/comments"), half);
    for (const std::string wrong : {"0", "-3", "101%25", "5x", "%25", "nan%25"})
        EXPECT_EQ(asked(yaml, "?sample=" + wrong).status, 422) << wrong;
    EXPECT_EQ(asked(yaml, "?since=hier").status, 422);
}

TEST_F(Backtest, ARefusedRulesetIsToldWithItsDiagnostics) {
    const auto got = asked("ruleset: essai\nrules:\n  - {id: a, wen: {}}\n");
    EXPECT_EQ(got.status, 422) << got.body;
    EXPECT_EQ(got.json().at("code").as_string(), "invalid_ruleset");
    EXPECT_FALSE(got.json().at("diagnostics").as_array().empty());
}

/// Nobody waits for the answer any more: the work ends at once, even what waits inside the database.
TEST_F(Backtest, EndsWhenItsClientIsGoneAndIsOneAtATime) {
    for (int i = 0; i < 3; ++i) server.submit("bourse", "art", "c" + std::to_string(i), "Un pari");
    const auto yaml = head + word_rule("pari", "pari", "{action: hold}");
    const auto superuser = store::connect(superuser_url(url));
    pqxx::work holding(*superuser);
    holding.exec("LOCK TABLE greffe.revision IN ACCESS EXCLUSIVE MODE");
    const auto looker = store::connect(superuser_url(url));
    const auto waiting = [&] {
        pqxx::nontransaction look(*looker);
        return look
            .exec("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                  "wait_event_type = 'Lock' AND query LIKE '%greffe.revision%'")[0][0]
            .as<int>();
    };
    raw_connection client(server.url());
    client.send("POST /v1/sites/bourse/ruleset/backtest HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                server.admin_key() + "\r\nContent-Length: " + std::to_string(yaml.size()) + "\r\n\r\n" +
                yaml);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (waiting() == 0 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    ASSERT_GT(waiting(), 0);
    const auto second = asked(yaml);
    EXPECT_EQ(second.status, 503) << second.body;
    EXPECT_EQ(second.json().at("code").as_string(), "overloaded");

    client.close();
    while (waiting() > 0 && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    EXPECT_EQ(waiting(), 0) << "the database works on for nobody";
    holding.abort();
    http_response next;
    while ((next = asked(yaml)).status == 503 && std::chrono::steady_clock::now() < until)
        std::this_thread::yield();
    EXPECT_EQ(number(result_of(next), "/comments"), 3);
}

} // namespace
} // namespace greffe::test
