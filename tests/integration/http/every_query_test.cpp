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

constexpr const char* rules_yaml = R"(ruleset: relais
rules:
  - id: aubaine
    mode: live
    when: {words: [aubaine]}
    then: {action: hold}
    examples:
      match: [{text: "Une aubaine pour tous"}]
      pass: [{text: "Le marché monte"}]
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
        article_ = id(ask("PUT", "/v1/sites/relais/articles/art", article_json()));
        ask("PUT", "/v1/sites/relais/articles/art", article_json("Les marchés ont attendu"));
        ask("GET", "/v1/sites/relais/articles");
        ask("PUT", "/v1/sites/relais/ruleset", rules_yaml);
        ask("GET", "/v1/sites/relais/ruleset");
        ask("GET", "/v1/sites/relais/ruleset/history");
        held_ = id(ask("POST", "/v1/sites/relais/articles/art/comments",
                       R"({"external_id":"held","body":"Quelle aubaine !","address":"192.0.2.1",
                           "author":{"external_id":"u1","name":"Odile"}})"));
        published_ = id(ask("POST", "/v1/sites/relais/articles/art/comments", comment_json("published")));
        ask("PUT", "/v1/sites/relais/comments/published", R"({"body":"Corrigé."})");
        ask("POST", "/v1/sites/relais/articles/art/comments",
            R"({"external_id":"reply","parent":"published","body":"Bien dit."})");
        ask("DELETE", "/v1/sites/relais/comments/reply");
        ask("GET", "/v1/sites/relais/comments/published");
        ask("GET", "/v1/comments/" + published_);
        ask("GET", "/v1/sites/relais/articles/art/thread");
        ask("POST", "/v1/sites/relais/import?screen=history",
            R"({"type":"capture","article":"art","raw":"Qm9uam91cg==","media_type":"text/plain","importer":"page/1"})"
            "\n"
            R"({"type":"comment","article":"art","external_id":"old","body":"Ancien.","status":"published"})"
            "\n");
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
    void archive() {
        for (const std::string format : {"ndjson", "html"})
            EXPECT_EQ(server_.as_admin().get("/v1/articles/" + article_ + "/export?format=" + format).status,
                      200);
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
        one.archive();
        one.administer();
    }
    std::vector<std::string_view> never;
    for (const store::sql::query* each : store::sql::all_queries())
        if (!executed.contains(each->name)) never.push_back(each->name);
    EXPECT_THAT(never, testing::IsEmpty()) << "these .sql files are executed by nothing";
}

} // namespace
} // namespace greffe::test
