// Contract: every statement of store/queries is executed by something that can be asked over HTTP. One that
// is not is dead, or a use case that no test drives.
#include "server/store/transaction.hpp"
#include "tests/integration/http/test_server.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <set>

namespace greffe::test {
namespace {

namespace json = boost::json;
using domain::role;

std::mutex executed_mutex;
std::set<std::string_view> executed;

void note(const store::sql::query& statement, std::chrono::nanoseconds) {
    const std::lock_guard lock(executed_mutex);
    executed.insert(statement.name);
}

/// From before the server's first transaction until after its last.
struct observing {
    observing() { store::observe_queries(note); }
    ~observing() { store::observe_queries(nullptr); }
};

constexpr const char* queried_rules = R"(ruleset: relais
rules:
  - id: aubaine
    mode: live
    when: {words: [aubaine]}
    then: {action: hold}
    cap: 9/day
    examples:
      match: [{text: "Une aubaine pour tous"}]
      pass: [{text: "Le marché monte"}]
  - id: insulte-signalee
    for: report
    when: {report: {reasons: [insulte]}}
    then: {priority: 5}
    examples:
      match: [{text: "Bonjour", report: {text: "Il insulte", reason: insulte}}]
      pass: [{text: "Bonjour", report: {text: "Hors sujet", reason: autre}}]
  - id: redite
    mode: shadow
    when: {any: [{duplicate: {kind: near, within: 1h}}, {author: {rejected_over: 50}}]}
    then: {action: hold}
)";

class desk {
  public:
    /// Sends, and wants a success.
    json::value ask(std::string_view method, const std::string& target, std::string_view body = {},
                    const http_client::headers& with = {}) const {
        const auto got = server_.as_admin().send(method, target, body, with);
        EXPECT_EQ(got.status / 100, 2) << method << ' ' << target << ": " << got.body;
        return got.headers.contains("content-type") &&
                       got.headers.at("content-type").starts_with("application/json")
                   ? got.json()
                   : json::value{};
    }
    std::string id(const json::value& answer, std::string_view name = "id") const {
        return std::string(answer.at(name).as_string());
    }

    void publish() {
        ask("POST", "/v1/sites", R"({"name":"relais"})");
        ask("GET", "/v1/sites");
        for (const std::string mode : {"\"pre\"", "null"})
            ask("PATCH", "/v1/sites/relais",
                R"({"moderation":[{"scope":"author","target":"u9","mode":)" + mode + "}]}");
        article_ = id(ask("PUT", "/v1/sites/relais/articles/art", article_json()));
        ask("PUT", "/v1/sites/relais/articles/art", article_json("Les marchés ont attendu"));
        ask("GET", "/v1/sites/relais/articles");
        ask("PUT", "/v1/sites/relais/ruleset", queried_rules);
        ask("GET", "/v1/sites/relais/ruleset");
        ask("GET", "/v1/sites/relais/ruleset/history");
        ask("PATCH", "/v1/sites/relais", R"({"rules":{"approval":"second_person"}})");
        ask("PUT", "/v1/sites/relais/ruleset",
            std::string(queried_rules) + "use: [{pack: spam, mode: shadow}]\nthresholds: {hold: 50}\n");
        const http_client second(server_.url(), server_.key(role::supervisor, "relais"));
        EXPECT_EQ(second.post("/v1/sites/relais/ruleset/approve", R"({"version":2})").status, 200);
        ask("POST", "/v1/sites/relais/ruleset/rollback", R"({"version":1})");
        held_ = id(ask("POST", "/v1/sites/relais/articles/art/comments",
                       R"({"external_id":"held","body":"Quelle aubaine !","address":"192.0.2.1",
                           "author":{"external_id":"u1","name":"Odile"}})"));
        published_ = id(ask("POST", "/v1/sites/relais/articles/art/comments", comment_json("published")));
        ask("PUT", "/v1/sites/relais/comments/published", R"({"body":"Corrigé."})");
        ask("POST", "/v1/sites/relais/articles/art/comments",
            R"({"external_id":"reply","parent":"published","body":"Bien dit."})");
        ask("POST", "/v1/sites/relais/comments/reply/reports", R"({"reason":"insulte"})");
        ask("DELETE", "/v1/sites/relais/comments/reply");
        ask("GET", "/v1/sites/relais/comments/published");
        ask("GET", "/v1/comments/" + published_);
        ask("GET", "/v1/sites/relais/articles/art/thread");
        ask("POST", "/v1/sites/relais/import?screen=history",
            R"({"type":"capture","article":"art","raw":"Qm9uam91cg==","media_type":"text/plain","importer":"page/1"})"
            "\n"
            R"({"type":"comment","article":"art","external_id":"old","body":"Ancien.","status":"published"})"
            "\n");
        for (int twice = 0; twice < 2; ++twice) import_history();
    }
    void import_history() {
        const auto got = server_.as_admin().post(
            "/v1/sites/relais/import?screen=history",
            R"({"type":"article","external_id":"vieux","title":"Un","state":"closed"})"
            "\n"
            R"({"type":"article","external_id":"vieux","title":"Deux"})"
            "\n"
            R"({"type":"report","external_id":"old","reason":"spam","reporter":"r9"})"
            "\n"
            R"({"type":"decision","external_id":"old","action":"reject","reason":"charte","decider":"m",)"
            R"("decided_at":"2020-01-01T00:00:00Z","status_before":"held","status_after":"rejected"})"
            "\n"
            R"({"record":"article","external_id":"vieux","state":"closed"})"
            "\n"
            R"({"record":"comment","external_id":"r","author_presence":"anonymous","status":"published",)"
            R"("posted":{"utc":"2020-01-01T00:00:00Z"},"revision":1,"public_revision":1,"immune_revision":1})"
            "\n"
            R"({"record":"revision","revision":1,"body":"Approuvé."})"
            "\n"
            R"({"record":"flag","revision":1,"rule":"x","ruleset_version":4,"mode":"live","action":"hold","score":1})"
            "\n");
        EXPECT_EQ(got.status, 200);
        EXPECT_EQ(got.body.find("\"error\""), std::string::npos) << got.body;
    }
    void report() {
        const std::string target = "/v1/sites/relais/comments/published/reports";
        const auto receipt =
            id(ask("POST", target, R"({"reason":"insulte","reporter":"r1"})", {{"Idempotency-Key", "k1"}}),
               "receipt");
        ask("POST", target, R"({"reason":"insulte","reporter":"r1"})", {{"Idempotency-Key", "k1"}});
        ask("POST", target,
            R"({"reason":"loi","reporter":"r2","kind":"illegal","notice":{"explanation":"Diffamation.",
                "name":"Paule","email":"paule@example.org","bona_fide":true}})");
        ask("GET", "/v1/reports/" + receipt);
    }
    void decide() {
        ask("POST", "/v1/sites/relais/comments/published/case", R"({"reason":"appel"})");
        ask("GET", "/v1/queue");
        ask("POST", "/v1/cases/claim", R"({"count":5})", {{"Idempotency-Key", "k2"}});
        for (const std::string& each : {held_, published_}) {
            ask("POST", "/v1/cases/" + each + "/renew");
            const auto shown = ask("GET", "/v1/cases/" + each);
            const auto version = shown.at("case").at("version").as_int64();
            ask("POST", "/v1/cases/" + each + "/decisions",
                json::serialize(json::object{{"action", "approve"}, {"reason", "ok"}, {"version", version}}));
        }
    }
    /// A young rule hits too much, and what it costs is measured.
    void watch_rules() {
        for (int i = 0; i < 25; ++i)
            ask("POST", "/v1/sites/relais/articles/art/comments",
                comment_json("foule" + std::to_string(i), "Quelle aubaine, vraiment !"));
        for (bool throttled = false, measured = false; !throttled || !measured;) {
            const auto stats = ask("GET", "/v1/sites/relais/ruleset/stats?days=1");
            const auto& rule = stats.at("rules").at(0).as_object();
            ASSERT_EQ(rule.at("rule").as_string(), "aubaine");
            measured = rule.contains("nanoseconds_a_text");
            throttled = rule.contains("guard") && rule.at("guard").at("throttled").as_bool();
        }
        ask("POST", "/v1/sites/relais/ruleset/lift", R"({"rule":"aubaine"})");
    }
    void look_back() {
        const std::string hunts = "/v1/sites/relais/ruleset/hunt";
        const std::string batch = "01890000-0000-7000-8000-000000000001";
        ask("POST", "/v1/sites/relais/ruleset/backtest?sample=50", queried_rules);
        ask("POST", "/v1/sites/relais/ruleset/backtest", R"(ruleset: rubrique
rules:
  - {id: pari, mode: shadow, scope: {sections: [bourse]}, when: {words: [pari]}, then: {action: flag}}
)");
        ask("POST", "/v1/sites/relais/articles/art/comments", comment_json("hunted", "Un pari."));
        ask("POST", hunts + "?open=true&batch=" + batch, R"(ruleset: chasse
rules:
  - {id: pari, mode: live, when: {words: [pari]}, then: {action: hold},
     examples: {match: ["Un pari"], pass: ["Rien"]}}
)");
        ask("POST", hunts + "s/" + batch + "/undo");
        ask("GET", hunts + "s");
    }
    void archive() {
        for (const std::string format : {"ndjson", "html"})
            EXPECT_EQ(server_.as_admin().get("/v1/articles/" + article_ + "/export?format=" + format).status,
                      200);
    }
    void end_articles() {
        ask("GET", "/v1/articles/" + article_);
        ask("GET", "/v1/sites/relais/counts?articles=art,nowhere");
        ask("PUT", "/v1/sites/relais/articles/other", article_json("Les marchés, suite"));
        ask("POST", "/v1/sites/relais/comments/held/move", R"({"article":"other"})");
        ask("PATCH", "/v1/sites/relais/articles/other", R"({"state":"closed"})");
        ask("POST", "/v1/sites/relais/articles/other/merge", R"({"into":"art"})");
    }
    void follow() {
        std::string next;
        // Until something came, nothing is left, and the last one has waited for more.
        for (bool any = false, left = true; !any || left; any = any || left) {
            const auto told =
                ask("GET", "/v1/sites/relais/changes?wait=1" + (next.empty() ? "" : "&after=" + next));
            next = std::string(told.at("next").as_string());
            left = !told.at("changes").as_array().empty();
        }
    }
    void administer() {
        const auto made = ask("POST", "/v1/keys", R"({"role":"moderator","site":"relais"})");
        ask("GET", "/v1/keys");
        ask("DELETE", "/v1/keys/" + id(made));
    }

  private:
    test_server server_;
    std::string article_{};
    std::string held_{};
    std::string published_{};
};

TEST(EveryQuery, IsExecutedByWhatCanBeAskedOverHttp) {
    const observing all;
    {
        desk one;
        one.publish();
        one.report();
        one.decide();
        one.watch_rules();
        one.look_back();
        one.archive();
        one.follow();
        one.end_articles();
        one.administer();
    }
    std::vector<std::string_view> never;
    for (const store::sql::query* each : store::sql::all_queries())
        if (!executed.contains(each->name)) never.push_back(each->name);
    EXPECT_THAT(never, testing::IsEmpty()) << "these .sql files are executed by nothing";
}

} // namespace
} // namespace greffe::test
