// Every route x every role x no key x another site's key: exactly what the table says.
#include "server/http/openapi.hpp"
#include "server/http/routes.hpp"
#include "tests/integration/http/test_server.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace greffe::test {
namespace {

namespace json = boost::json;
using domain::role;

struct asked {
    std::string target;
    std::string body = {};
};

/// Two sites with an article each; every request gets objects of its own in site "walk-a", so that none fails
/// for what an earlier one did.
class world {
  public:
    world() {
        for (const std::string site : {"walk-a", "walk-b"}) {
            server.create_site(site);
            article_ids[site] = server.create_article(site, "art");
        }
    }
    std::string fresh() { return "c" + std::to_string(++count_); }
    std::string comment() {
        auto id = fresh();
        ids_[id] = server.submit("walk-a", "art", id);
        return id;
    }
    std::string article() {
        auto id = fresh();
        server.create_article("walk-a", id);
        return id;
    }
    std::string comment_id() { return ids_.at(comment()); }
    std::string case_id() {
        const auto external_id = comment();
        const auto opened = server.as_admin().post("/v1/sites/walk-a/comments/" + external_id + "/case",
                                                   R"({"reason":"appel"})");
        EXPECT_EQ(opened.status, 201) << opened.body;
        return ids_.at(external_id);
    }
    std::string receipt() {
        const auto made = server.as_admin().post("/v1/sites/walk-a/comments/" + comment() + "/reports",
                                                 R"({"reason":"insulte","reporter":"r1"})");
        EXPECT_EQ(made.status, 201) << made.body;
        return std::string(made.json().at("receipt").as_string());
    }
    /// Pushed by nobody whose key the walk uses.
    std::string waiting_ruleset();
    std::string key_id() {
        const auto made = server.as_admin().post("/v1/keys", R"({"role":"moderator","site":"walk-a"})");
        EXPECT_EQ(made.status, 201) << made.body;
        return std::string(made.json().at("id").as_string());
    }
    std::string hunt() {
        const std::string number = fresh().substr(1);
        const std::string batch = "01890000-0000-7000-8000-" + std::string(12 - number.size(), '0') + number;
        const auto opened = server.as_admin().post("/v1/sites/walk-a/ruleset/hunt?open=true&batch=" + batch,
                                                   R"(ruleset: rien
rules:
  - {id: rien, mode: shadow, when: {words: [rien]}, then: {action: hold}}
)");
        EXPECT_EQ(opened.status, 200) << opened.body;
        return batch;
    }
    const std::string& key(role r, const std::string& site) {
        auto& kept = keys_[{r, site}];
        if (kept.empty()) kept = server.key(r, site);
        return kept;
    }

    test_server server;
    std::map<std::string, std::string> article_ids;

  private:
    int count_ = 0;
    std::map<std::string, std::string> ids_;
    std::map<std::pair<role, std::string>, std::string> keys_;
};

const std::string walked_rules = R"(ruleset: walk
rules:
  - id: spam
    for: comment
    mode: live
    when: {text: 'gagnez de l.argent'}
    then: {action: hold, score: 50}
    examples:
      match: [{text: "Gagnez de l'argent vite"}]
      pass: [{text: "Le marché monte"}]
)";

std::string world::waiting_ruleset() {
    const http_client pusher(server.url(), server.key(role::admin, "walk-a"));
    EXPECT_EQ(pusher.send("PATCH", "/v1/sites/walk-a", R"({"rules":{"approval":"second_person"}})").status,
              200);
    const auto pushed = pusher.put("/v1/sites/walk-a/ruleset",
                                   walked_rules + "thresholds: {hold: " + std::to_string(++count_) + "}\n");
    EXPECT_EQ(pushed.status, 201) << pushed.body;
    return std::to_string(pushed.json().at("version").as_int64());
}

const std::map<std::string, std::function<asked(world&)>>& requests() {
    static const std::string site = "/v1/sites/walk-a";
    static const std::map<std::string, std::function<asked(world&)>> table{
        {"POST /v1/sites",
         [](world& w) { return asked{"/v1/sites", R"({"name":"new-)" + w.fresh() + "\"}"}; }},
        {"GET /v1/sites", [](world&) { return asked{"/v1/sites"}; }},
        {"GET /v1/sites/{site}", [](world&) { return asked{site}; }},
        {"PATCH /v1/sites/{site}",
         [](world&) {
             return asked{site, R"({"moderation":[{"scope":"section","target":"divers","mode":"pre"}]})"};
         }},
        {"GET /v1/sites/{site}/articles", [](world&) { return asked{site + "/articles"}; }},
        {"PUT /v1/sites/{site}/articles/{external_id}",
         [](world&) { return asked{site + "/articles/art", article_json()}; }},
        {"PATCH /v1/sites/{site}/articles/{external_id}",
         [](world&) { return asked{site + "/articles/art", R"({"state":"open"})"}; }},
        {"DELETE /v1/sites/{site}/articles/{external_id}",
         [](world& w) { return asked{site + "/articles/" + w.article()}; }},
        {"POST /v1/sites/{site}/articles/{external_id}/merge",
         [](world& w) { return asked{site + "/articles/" + w.article() + "/merge", R"({"into":"art"})"}; }},
        {"POST /v1/sites/{site}/comments/{external_id}/move",
         [](world& w) {
             return asked{site + "/comments/" + w.comment() + "/move",
                          R"({"article":")" + w.article() + "\"}"};
         }},
        {"GET /v1/sites/{site}/counts",
         [](world&) { return asked{site + "/counts?articles=art,nowhere&article=with%2Ccomma"}; }},
        {"GET /v1/articles/{id}", [](world& w) { return asked{"/v1/articles/" + w.article_ids["walk-a"]}; }},
        {"GET /v1/sites/{site}/articles/{external_id}/thread",
         [](world&) { return asked{site + "/articles/art/thread"}; }},
        {"POST /v1/sites/{site}/articles/{external_id}/comments",
         [](world& w) { return asked{site + "/articles/art/comments", comment_json(w.fresh())}; }},
        {"GET /v1/sites/{site}/comments/{external_id}",
         [](world& w) { return asked{site + "/comments/" + w.comment()}; }},
        {"PUT /v1/sites/{site}/comments/{external_id}",
         [](world& w) { return asked{site + "/comments/" + w.comment(), R"({"body":"Corrigé."})"}; }},
        {"DELETE /v1/sites/{site}/comments/{external_id}",
         [](world& w) { return asked{site + "/comments/" + w.comment()}; }},
        {"GET /v1/sites/{site}/changes", [](world&) { return asked{site + "/changes"}; }},
        {"GET /v1/comments/{id}", [](world& w) { return asked{"/v1/comments/" + w.comment_id()}; }},
        {"POST /v1/sites/{site}/comments/{external_id}/reports",
         [](world& w) {
             return asked{site + "/comments/" + w.comment() + "/reports", R"({"reason":"insulte"})"};
         }},
        {"GET /v1/reports/{receipt}", [](world& w) { return asked{"/v1/reports/" + w.receipt()}; }},
        {"POST /v1/sites/{site}/comments/{external_id}/case",
         [](world& w) {
             return asked{site + "/comments/" + w.comment() + "/case", R"({"reason":"appel"})"};
         }},
        {"POST /v1/sites/{site}/import",
         [](world& w) {
             return asked{site + "/import", R"({"type":"comment","article":"art","external_id":")" +
                                                w.fresh() +
                                                R"(","body":"Importé."})"
                                                "\n"};
         }},
        {"GET /v1/queue", [](world&) { return asked{"/v1/queue"}; }},
        {"POST /v1/cases/claim",
         [](world& w) { return w.case_id(), asked{"/v1/cases/claim", R"({"count":1})"}; }},
        {"GET /v1/cases/{id}", [](world& w) { return asked{"/v1/cases/" + w.case_id()}; }},
        {"POST /v1/cases/{id}/renew", [](world& w) { return asked{"/v1/cases/" + w.case_id() + "/renew"}; }},
        {"POST /v1/cases/{id}/release",
         [](world& w) { return asked{"/v1/cases/" + w.case_id() + "/release"}; }},
        {"POST /v1/cases/{id}/escalate",
         [](world& w) { return asked{"/v1/cases/" + w.case_id() + "/escalate", R"({"reason":"doute"})"}; }},
        {"POST /v1/cases/{id}/decisions",
         [](world& w) {
             return asked{"/v1/cases/" + w.case_id() + "/decisions",
                          R"({"action":"approve","reason":"ok","version":1})"};
         }},
        {"GET /v1/sites/{site}/ruleset", [](world&) { return asked{site + "/ruleset"}; }},
        {"PUT /v1/sites/{site}/ruleset", [](world&) { return asked{site + "/ruleset", walked_rules}; }},
        {"POST /v1/sites/{site}/ruleset/check",
         [](world&) { return asked{site + "/ruleset/check", walked_rules}; }},
        {"GET /v1/sites/{site}/ruleset/stats", [](world&) { return asked{site + "/ruleset/stats?days=2"}; }},
        {"POST /v1/sites/{site}/ruleset/lift",
         [](world&) { return asked{site + "/ruleset/lift", R"({"rule":"spam"})"}; }},
        {"GET /v1/sites/{site}/ruleset/history", [](world&) { return asked{site + "/ruleset/history"}; }},
        {"GET /v1/sites/{site}/ruleset/changes",
         [](world&) { return asked{site + "/ruleset/changes?to=1&from=0"}; }},
        {"POST /v1/sites/{site}/ruleset/approve",
         [](world& w) {
             return asked{site + "/ruleset/approve", R"({"version":)" + w.waiting_ruleset() + "}"};
         }},
        {"POST /v1/sites/{site}/ruleset/rollback",
         [](world&) { return asked{site + "/ruleset/rollback", R"({"version":1})"}; }},
        {"POST /v1/sites/{site}/ruleset/backtest",
         [](world&) { return asked{site + "/ruleset/backtest", walked_rules}; }},
        {"POST /v1/sites/{site}/ruleset/hunt",
         [](world&) { return asked{site + "/ruleset/hunt", walked_rules}; }},
        {"GET /v1/sites/{site}/ruleset/hunts", [](world&) { return asked{site + "/ruleset/hunts"}; }},
        {"POST /v1/sites/{site}/ruleset/hunts/{batch}/undo",
         [](world& w) { return asked{site + "/ruleset/hunts/" + w.hunt() + "/undo"}; }},
        {"GET /v1/articles/{id}/export",
         [](world& w) { return asked{"/v1/articles/" + w.article_ids["walk-a"] + "/export"}; }},
        {"POST /v1/keys",
         [](world&) { return asked{"/v1/keys", R"({"role":"moderator","site":"walk-a"})"}; }},
        {"GET /v1/keys", [](world&) { return asked{"/v1/keys"}; }},
        {"DELETE /v1/keys/{id}", [](world& w) { return asked{"/v1/keys/" + w.key_id()}; }},
        {"GET /healthz", [](world&) { return asked{"/healthz"}; }},
        {"GET /readyz", [](world&) { return asked{"/readyz"}; }},
        {"GET /metrics", [](world&) { return asked{"/metrics"}; }},
        {"GET /openapi.yaml", [](world&) { return asked{"/openapi.yaml"}; }},
    };
    return table;
}

std::string name_of(const http::route& r) {
    return std::string(to_string(r.method)) + " " + std::string(r.path);
}

bool allowed_answer(const http::route& r, int status) {
    return std::ranges::find(r.answers, static_cast<unsigned>(status)) != r.answers.end();
}

TEST(RouteWalk, EveryRouteDoesWhatTheTableSays) {
    world w;
    const auto pushed = w.server.as_admin().put("/v1/sites/walk-a/ruleset", walked_rules);
    ASSERT_EQ(pushed.status, 201) << pushed.body;
    std::set<std::string> walked;
    for (const http::route& r : http::all_routes()) {
        SCOPED_TRACE(name_of(r));
        ASSERT_TRUE(requests().contains(name_of(r))) << "the walk does not know this route";
        walked.insert(name_of(r));
        const auto ask = requests().at(name_of(r));
        const std::string method(to_string(r.method));
        const auto send = [&](const std::string& key) {
            const asked what = ask(w);
            return http_client(w.server.url(), key).send(method, what.target, what.body);
        };

        const auto keyless = send("");
        if (r.roles.empty()) {
            EXPECT_TRUE(allowed_answer(r, keyless.status)) << keyless.status << keyless.body;
            continue;
        }
        EXPECT_EQ(keyless.status, 401) << keyless.body;
        EXPECT_TRUE(keyless.headers.contains("www-authenticate"));
        EXPECT_EQ(send("grf_" + std::string(43, 'A')).status, 401);

        for (const role who : domain::all_roles) {
            SCOPED_TRACE(to_string(who));
            const auto own = send(w.key(who, "walk-a"));
            const auto foreign = send(w.key(who, "walk-b"));
            if (!r.roles.contains(who) || r.reaches == http::reach::all_sites) {
                EXPECT_EQ(own.status, 403) << own.body;
                EXPECT_EQ(foreign.status, 403) << foreign.body;
                continue;
            }
            EXPECT_TRUE(allowed_answer(r, own.status)) << own.status << own.body;
            if (r.reaches == http::reach::object || name_of(r) == "POST /v1/keys") {
                // A key for another site: that site is not there for who asks.
                EXPECT_EQ(foreign.status, 404) << foreign.body;
            } else {
                EXPECT_TRUE(allowed_answer(r, foreign.status)) << foreign.status << foreign.body;
                EXPECT_EQ(foreign.body.find("walk-a"), std::string::npos) << foreign.body;
            }
        }
        const auto everywhere = send(w.server.admin_key());
        EXPECT_TRUE(allowed_answer(r, everywhere.status)) << everywhere.status << everywhere.body;
    }
    for (const auto& [name, unused] : requests())
        EXPECT_TRUE(walked.contains(name)) << name << " is not in the table";
}

TEST(RouteWalk, ARevokedKeyIsNobodyWithinASecond) {
    test_server server;
    server.create_site("revoke");
    const auto made = server.as_admin().post("/v1/keys", R"({"role":"moderator","site":"revoke"})").json();
    const http_client moderator(server.url(), std::string(made.at("token").as_string()));
    ASSERT_EQ(moderator.get("/v1/queue").status, 200);
    ASSERT_EQ(server.as_admin().del("/v1/keys/" + std::string(made.at("id").as_string())).status, 204);
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds{1100};
    int status = 200;
    while (status == 200 && std::chrono::steady_clock::now() < until)
        status = moderator.get("/v1/queue").status;
    EXPECT_EQ(status, 401);
}

TEST(RouteWalk, KeysAndBodiesStayOutOfTheAnswers) {
    test_server server;
    const auto keys = server.as_admin().get("/v1/keys");
    EXPECT_EQ(keys.status, 200);
    EXPECT_EQ(keys.body.find("grf_"), std::string::npos);
    EXPECT_EQ(server.without_key().get("/metrics").body.find("grf_"), std::string::npos);
}

} // namespace
} // namespace greffe::test
