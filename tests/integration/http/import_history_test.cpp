// History goes in as it was observed, and the project's own export goes in again: nothing is judged, no case
// is opened, no change is told; the same file changes nothing, however often it comes.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/bargain_rules.hpp"
#include "tests/integration/http/exported.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <sstream>

namespace greffe::test {
namespace {

namespace json = boost::json;
using testing::AnyOf;
using testing::Each;

std::vector<json::object> lines_of(const std::string& text) {
    std::vector<json::object> all;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) all.push_back(json::parse(line).as_object());
    return all;
}

class ImportHistory : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        database_ = fresh_database();
        server_ =
            std::make_unique<test_server>([](app::settings& with) { with.options.database = database_; });
        server_->create_site("origine");
        tell_a_story();
    }
    static void TearDownTestSuite() { server_.reset(); }

    static json::value ask(std::string_view method, const std::string& target, std::string_view body = {}) {
        const auto got = server_->as_admin().send(method, target, body);
        EXPECT_EQ(got.status / 100, 2) << method << ' ' << target << ": " << got.body;
        return got.body.empty() ? json::value{} : got.json();
    }
    static void decide(const std::string& comment, const std::string& action) {
        const auto version = ask("GET", "/v1/cases/" + comment).at("case").at("version").as_int64();
        ask("POST", "/v1/cases/" + comment + "/decisions",
            json::serialize(json::object{
                {"action", action}, {"reason", "charte"}, {"note", "Vu à deux."}, {"version", version}}));
    }
    static std::string submit(const std::string& external_id, const std::string& body,
                              const std::string& parent = {}, int version = 1) {
        json::object comment{{"external_id", external_id},
                             {"body", body},
                             {"source_version", version},
                             {"author", {{"external_id", "u-" + body.substr(0, 2)}, {"name", "Odile"}}}};
        if (!parent.empty()) comment["parent"] = parent;
        const auto made = ask("POST", "/v1/sites/origine/articles/art/comments", json::serialize(comment));
        return std::string(made.at("id").as_string());
    }
    /// Everything that an export can hold, by way of the API.
    static void tell_a_story() {
        article_ = ask("PUT", "/v1/sites/origine/articles/art", article_json()).at("id").as_string();
        ask("PUT", "/v1/sites/origine/articles/art", article_json("Les marchés ont attendu"));
        ask("PUT", "/v1/sites/origine/ruleset", bargain_rules);
        import(
            "origine",
            R"({"type":"capture","article":"art","raw":"Qm9uam91cg==","media_type":"text/plain",)"
            R"("importer":"page/1","declared_comments":7,"captured_comments":1})"
            "\n"
            R"({"type":"comment","article":"art","external_id":"old","body":"Ancien.","status":"held",)"
            R"("posted_at":{"utc":"2024-04-09T10:52:00Z","precision":"minute","raw":"09 avril 12:52",)"
            R"("year_inferred":true,"candidate_years":[2024,2025]},"author":{"presence":"not_captured"}})");
        const auto held = submit("held", "Quelle aubaine !");
        const auto approved = submit("approved", "Une aubaine, vraiment.");
        const auto open = submit("open", "Le marché monte.");
        submit("reply", "Oui, il monte.", "open");
        submit("deep", "Non, il descend.", "reply");
        submit("gone", "À supprimer.");
        ask("PUT", "/v1/sites/origine/comments/open",
            R"({"body":"Le marché monte encore.","edited_at":"2025-06-01T08:00:00Z","source_version":2})");
        ask("DELETE", "/v1/sites/origine/comments/gone");
        ask("POST", "/v1/sites/origine/comments/open/reports",
            R"({"reason":"insulte","text":"C'est faux.","reporter":"r1"})");
        ask("POST", "/v1/sites/origine/comments/open/reports", R"({"reason":"spam","reporter":"r2"})");
        decide(approved, "approve");
        decide(held, "reject");
        decide(open, "dismiss");
        ask("PUT", "/v1/sites/origine/comments/approved",
            R"({"body":"Une aubaine, corrigée.","source_version":2})");
    }
    static std::vector<json::object> import(const std::string& site, const std::string& lines) {
        const auto got = server_->as_admin().post("/v1/sites/" + site + "/import?screen=history", lines);
        EXPECT_EQ(got.status, 200) << got.body;
        return lines_of(got.body);
    }
    static std::string article_in(const std::string& site) {
        return std::string(ask("GET", "/v1/sites/" + site + "/articles?external_id=art")
                               .at("items")
                               .at(0)
                               .at("id")
                               .as_string());
    }
    static std::vector<std::string> effects(const std::vector<json::object>& results) {
        std::vector<std::string> all;
        for (const auto& result : results)
            all.emplace_back(result.contains("effect") ? std::string(result.at("effect").as_string())
                                                       : json::serialize(result));
        return all;
    }
    static std::string value(const std::string& sql) {
        const auto connection = store::connect(database_);
        pqxx::nontransaction look(*connection);
        const auto rows = look.exec(sql);
        return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
    }
    static std::string in_site(const std::string& site) {
        return "(SELECT site_id FROM greffe.site WHERE name = '" + site + "')";
    }
    static std::string rows_of(const std::string& site) {
        std::string counts;
        for (const char* table : {"article", "article_revision", "capture", "comment", "revision", "flag",
                                  "report", "decision", "event", "event_salt", "author", "review_case"})
            counts += std::string(table) + " " +
                      value(std::string("SELECT count(*) FROM greffe.") + table +
                            " WHERE site_id = " + in_site(site)) +
                      "\n";
        return counts;
    }

    static std::string database_;
    static std::unique_ptr<test_server> server_;
    static std::string article_;
};
std::string ImportHistory::database_;
std::unique_ptr<test_server> ImportHistory::server_;
std::string ImportHistory::article_;

TEST_F(ImportHistory, AnExportGoesInAgainAndComesOutTheSame) {
    const auto original = export_of(server_->as_admin(), article_);
    server_->create_site("copie");
    const auto results = import("copie", original);
    EXPECT_EQ(results.size(), lines_of(original).size()) << "a result for each line";
    EXPECT_THAT(effects(results), Each(AnyOf("created", "revised", "passed_over")));
    const auto copy = export_of(server_->as_admin(), article_in("copie"));
    EXPECT_EQ(comparable(copy), comparable(original));

    server_->create_site("copie-de-copie");
    import("copie-de-copie", copy);
    EXPECT_EQ(comparable(export_of(server_->as_admin(), article_in("copie-de-copie"))), comparable(original));
}

TEST_F(ImportHistory, TheSameFileTenTimesIsTheSame) {
    const auto original = export_of(server_->as_admin(), article_);
    server_->create_site("dix");
    import("dix", original);
    const auto rows = rows_of("dix");
    for (int i = 0; i < 9; ++i)
        EXPECT_THAT(effects(import("dix", original)), Each(AnyOf("unchanged", "passed_over")));
    EXPECT_EQ(rows_of("dix"), rows);
}

TEST_F(ImportHistory, ALaterExportOfTheThreadAddsWhatIsNew) {
    const auto earlier = export_of(server_->as_admin(), article_);
    server_->create_site("suite");
    import("suite", earlier);
    ask("PUT", "/v1/sites/origine/comments/reply",
        R"({"body":"Oui, il monte un peu.","edited_at":"2025-06-02T08:00:00Z","source_version":2})");
    ask("POST", "/v1/sites/origine/comments/reply/reports", R"({"reason":"spam","reporter":"r3"})");
    submit("later", "Un mot de plus.", "deep");
    const auto later = export_of(server_->as_admin(), article_);
    import("suite", later);
    EXPECT_EQ(comparable(export_of(server_->as_admin(), article_in("suite"))), comparable(later));
    EXPECT_THAT(effects(import("suite", earlier)), Each(AnyOf("unchanged", "passed_over")))
        << "an older export brings nothing back";
}

TEST_F(ImportHistory, NothingIsJudgedOrToldAndNoCaseIsOpened) {
    server_->create_site("calme");
    ask("PUT", "/v1/sites/calme/ruleset", bargain_rules);
    const auto results = import(
        "calme",
        R"({"type":"article","external_id":"a","title":"Titre","received_at":"2020-01-01T00:00:00Z","state":"closed"})"
        "\n"
        R"({"type":"comment","article":"a","external_id":"c","body":"Quelle aubaine !","received_at":"2020-01-02T00:00:00Z"})"
        "\n"
        R"({"type":"edit","external_id":"c","body":"Une aubaine","edited_at":"2020-01-03T00:00:00Z","received_at":"2020-01-03T00:00:01Z"})"
        "\n"
        R"({"type":"report","external_id":"c","reason":"spam","text":"Publicité.","reporter":"lecteur","received_at":"2020-01-04T00:00:00Z","outcome":"upheld"})"
        "\n"
        R"({"type":"decision","external_id":"c","action":"reject","reason":"charte","decider":"modératrice 7","decided_at":"2020-01-05T00:00:00Z","status_before":"published","status_after":"rejected"})"
        "\n"
        R"({"type":"comment","article":"a","external_id":"h","body":"Une aubaine retenue","status":"held"})"
        "\n"
        R"({"type":"comment","article":"a","external_id":"d","body":"Bonjour"})"
        "\n"
        R"({"type":"delete","external_id":"d"})");
    EXPECT_EQ(effects(results), (std::vector<std::string>{"created", "created", "revised", "created",
                                                          "created", "created", "created", "deleted"}));
    EXPECT_EQ(value("SELECT count(*) FROM greffe.review_case WHERE site_id = " + in_site("calme")), "0");
    EXPECT_EQ(value("SELECT count(*) FROM greffe.flag WHERE site_id = " + in_site("calme")), "0");
    EXPECT_EQ(
        value("SELECT string_agg(DISTINCT kind, ' ') FROM greffe.event WHERE comment_id IS NOT NULL AND "
              "site_id = " +
              in_site("calme")),
        "observed");
    EXPECT_EQ(value("SELECT string_agg(external_id || ' ' || status, ',' ORDER BY external_id) FROM "
                    "greffe.comment WHERE site_id = " +
                    in_site("calme")),
              "c published,d deleted,h held");
    EXPECT_EQ(value("SELECT observed_decider FROM greffe.decision WHERE site_id = " + in_site("calme")),
              "modératrice 7");
    EXPECT_EQ(value("SELECT extract(year FROM min(received_at))::text FROM greffe.report WHERE site_id = " +
                    in_site("calme")),
              "2020");
    EXPECT_TRUE(ask("GET", "/v1/queue?site=calme").at("items").as_array().empty());
    // What is said live in the same site is the first that its publisher is told.
    ask("PUT", "/v1/sites/calme/articles/b", article_json());
    ask("POST", "/v1/sites/calme/articles/b/comments", comment_json("live"));
    auto told = ask("GET", "/v1/sites/calme/changes");
    while (told.at("changes").as_array().empty()) told = ask("GET", "/v1/sites/calme/changes?wait=1");
    EXPECT_EQ(told.at("changes").as_array().size(), 1u);
    EXPECT_EQ(told.at("changes").at(0).at("comment").at("external_id").as_string(), "live");
    // Once more, line by line the same.
    const auto rows = rows_of("calme");
    import(
        "calme",
        R"({"type":"report","external_id":"c","reason":"spam","text":"Publicité.","reporter":"lecteur","received_at":"2020-01-04T00:00:00Z","outcome":"upheld"})"
        "\n"
        R"({"type":"edit","external_id":"c","body":"Une aubaine","edited_at":"2020-01-03T00:00:00Z"})"
        "\n"
        R"({"type":"delete","external_id":"d"})");
    EXPECT_EQ(rows_of("calme"), rows);
}

TEST_F(ImportHistory, AHeldCommentOfHistoryGetsItsCaseByHand) {
    server_->create_site("main");
    import("main", R"({"type":"article","external_id":"a","title":"Titre"})"
                   "\n"
                   R"({"type":"comment","article":"a","external_id":"h","body":"Retenu","status":"held"})");
    const auto opened = ask("POST", "/v1/sites/main/comments/h/case", R"({"reason":"reprise"})");
    decide(std::string(opened.at("id").as_string()), "approve");
    EXPECT_EQ(ask("GET", "/v1/sites/main/comments/h").at("status").as_string(), "published");
}

TEST_F(ImportHistory, HistoryIsNotTakenLive) {
    const auto got = server_->as_admin().post(
        "/v1/sites/origine/import?screen=live",
        R"({"type":"decision","external_id":"open","action":"reject","reason":"x","decider":"y","decided_at":"2020-01-05T00:00:00Z","status_before":"held","status_after":"rejected"})"
        "\n"
        R"({"record":"comment","external_id":"x"})"
        "\n"
        R"({"type":"edit","external_id":"open","body":"Autre","received_at":"2020-01-05T00:00:00Z"})");
    for (const auto& line : lines_of(got.body))
        EXPECT_EQ(line.at("error").at("code").as_string(), "invalid_field") << got.body;
}

TEST_F(ImportHistory, AnExportThatWasCutIsNotTakenForAWholeOne) {
    const auto original = export_of(server_->as_admin(), article_);
    const auto at = original.find(R"("record":"revision","comment")");
    const auto cut = original.find(R"("revision":2)", at);
    ASSERT_NE(cut, std::string::npos);
    const auto until = original.rfind("{\"record\":\"revision\"", cut);
    server_->create_site("coupe");
    const auto results = import("coupe", original.substr(0, until));
    EXPECT_EQ(results.back().at("error").at("code").as_string(), "malformed");
    import("coupe", original);
    EXPECT_EQ(comparable(export_of(server_->as_admin(), article_in("coupe"))), comparable(original))
        << "the whole one brings the rest";
}

} // namespace
} // namespace greffe::test
