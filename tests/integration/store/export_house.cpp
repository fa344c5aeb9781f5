#include "tests/integration/store/export_house.hpp"

#include "rules/engine/ruleset.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace greffe::test {

namespace json = boost::json;
using domain::comment_status;

namespace {

constexpr const char* ruleset = R"yaml(
ruleset: essai
rules:
  - id: insulte
    for: comment
    mode: live
    when: {text: 'bande de clowns'}
    then: {action: hold, score: 60}
    examples:
      match: [{text: "Quelle bande de clowns !"}]
      pass: [{text: "Le cirque est en ville."}]
  - id: lien
    for: comment
    mode: shadow
    when: {text: 'https://'}
    then: {action: flag, score: 10}
    examples:
      match: [{text: "Voyez https://exemple.example"}]
      pass: [{text: "Voyez le journal."}]
thresholds: {flag: 20, hold: 50, reject: 100}
)yaml";

} // namespace

export_house::export_house() {
    sql("INSERT INTO greffe.site (site_id, name) VALUES ($1::uuid, 'journal')", {site.to_string()});
    auto compiled = rules::ruleset::compile(ruleset);
    if (!compiled.rules) throw std::runtime_error("the test's ruleset does not compile");
    auto active = std::make_shared<service::active_ruleset>();
    active->version = 3;
    active->rules = compiled.rules;
    rulesets.replace(site, active);
}

domain::article_id export_house::add_article(const std::string& external_id, const std::string& title) {
    domain::article_content content;
    content.title = title;
    content.lead = "Trois ans de travaux, et une digue plus haute.";
    content.body = {{domain::body_block::kind_type::paragraph, false, "Les bateaux sont entrés lundi."}};
    return await(articles.upsert(site, external_id, content)).value().id;
}

service::submit_answer export_house::submit(const std::string& article, domain::new_comment comment) {
    auto answer = await(ingest.submit(site, article, std::move(comment)));
    if (!answer) throw std::runtime_error(answer.error().detail);
    return *answer;
}

domain::new_comment comment_of(const std::string& external_id, const std::string& name,
                               const std::string& body) {
    domain::new_comment comment;
    comment.external_id = external_id;
    comment.author = {domain::author_presence::identified, "membre-" + external_id, name};
    comment.body = body;
    comment.address = "192.0.2.77";
    return comment;
}

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<json::object> lines_of(const std::string& text) {
    std::vector<json::object> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line).as_object());
    return lines;
}

std::string text_of(const json::object& object, std::string_view key) {
    return json::value_to<std::string>(object.at(json::string_view(key.data(), key.size())));
}

std::vector<json::object> records(const std::vector<json::object>& lines, std::string_view kind) {
    std::vector<json::object> out;
    for (const auto& line : lines)
        if (text_of(line, "record") == kind) out.push_back(line);
    return out;
}

domain::article_id live_through(export_house& house) {
    const auto article = house.add_article("port", "Le port rouvre");
    house.add_article("port", "Le port rouvre après les travaux");
    domain::capture page;
    page.raw = "Le port rouvre\n7 commentaires\n";
    page.media_type = "text/plain";
    page.importer = "page/1";
    page.fields = {{"title", {0, 14}}};
    page.declared_comments = 7;
    page.captured_comments = 1;
    page.cut_off = "Pages les plus populaires";
    EXPECT_TRUE(await(house.articles.attach_capture(house.site, "port", page)));

    house.submit("port", comment_of("c1", "Marthe", "Qui paiera la digue ?"));
    EXPECT_TRUE(await(house.ingest.edit(house.site, "c1", {"Qui paiera la digue, au juste ?", {}, {}, 2})));
    auto reply =
        comment_of("r1", "vent_debout", "Quelle bande de clowns, voyez https://exemple.example/digue");
    reply.parent_external_id = "c1";
    EXPECT_EQ(house.submit("port", reply).status, comment_status::held);
    house.submit("port", comment_of("c2", "Loïc", "La région a déjà payé."));
    auto old = comment_of("h1", "", "Une honte depuis dix ans.\nFermer");
    old.author = {domain::author_presence::not_captured, {}, {}};
    old.posted = domain::posted_time{*domain::parse_rfc3339("2024-04-09T10:52:00Z"),
                                     domain::time_precision::minute,
                                     "09 avril 12:52",
                                     true,
                                     {2024, 2025}};
    old.screen = domain::screening::history;
    house.submit("port", old);
    house.submit("port", comment_of("d1", "Anne", "Je retire ceci."));
    EXPECT_TRUE(await(house.ingest.remove(house.site, "d1")));

    const auto publisher = review_house::someone(domain::role::publisher, house.site);
    const auto moderator = review_house::someone(domain::role::moderator);
    auto said = report_of("insulte", "lecteur-7");
    said.text = "Il insulte tout le monde.";
    EXPECT_TRUE(await(house.review.report(publisher, house.site, "r1", said, std::nullopt)));
    EXPECT_TRUE(await(house.review.report(publisher, house.site, "c2", report_of("hors-sujet", "lecteur-8"),
                                          std::nullopt)));
    auto notice = notice_of("Diffamation au sens de la loi.", "lecteur-9");
    notice.illegal_notice->name = "Maître Untel";
    notice.illegal_notice->email = "untel@exemple.example";
    EXPECT_TRUE(await(house.review.report(publisher, house.site, "c2", notice, std::nullopt)));
    const auto decide = [&](const std::string& external_id, domain::decision_action action) {
        const auto id = *domain::comment_id::parse(
            house.value("SELECT comment_id FROM greffe.comment WHERE external_id = $1", {external_id}));
        const auto version = house.count("SELECT version FROM greffe.review_case WHERE comment_id = $1::uuid",
                                         {id.to_string()});
        auto request = decision_of(action, version);
        request.note = "Vu avec le chef d’édition.";
        const auto decided = await(house.review.decide(moderator, id, request, std::nullopt));
        EXPECT_TRUE(decided) << decided.error().detail;
    };
    decide("r1", domain::decision_action::reject);
    decide("c2", domain::decision_action::dismiss);
    return article;
}

} // namespace greffe::test
