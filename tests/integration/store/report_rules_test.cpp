// Rules for reports over a real database: what they ask is read in the transaction of the report, what they
// do is done in it, and the case page and the export say which rule did what.
#include "tests/integration/store/review_house.hpp"

#include "server/archive/thread_ndjson.hpp"
#include "server/store/export_store_pg.hpp"
#include "tests/support/executed_statements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::comment_status;
using testing::HasSubstr;

std::string rule(const std::string& id, const std::string& when, const std::string& then,
                 const std::string& more = "") {
    return "  - id: " + id + "\n    for: report\n    when: " + when + "\n    then: " + then + "\n" + more +
           "    examples:\n"
           "      match: [{text: marges, report: {text: insulte, reason: insulte, kind: illegal, standing: "
           "0.05, "
           "count: 9, weight: 9, approved: true, comment_age: 9d}, facts: {author: {published: 1, rejected: "
           "9}}}]\n"
           "      pass: [{text: b, report: {text: b, reason: autre, kind: charter, standing: 0.5, count: 1, "
           "weight: 0, "
           "approved: false, comment_age: 1m}, facts: {author: {published: 9, rejected: 1}}}]\n";
}

class ReportRules : public testing::Test {
  protected:
    void use(const std::string& rules, std::int64_t version = 7) {
        auto made = rules::ruleset::compile("ruleset: essai\nrules:\n" + rules, {.run_examples = false});
        ASSERT_TRUE(made.rules) << (made.found.empty() ? "" : to_string(made.found.front()));
        house.rulesets.replace(place.site,
                               std::make_shared<const service::active_ruleset>(service::active_ruleset{
                                   .version = version, .rules = made.rules, .zone = "Europe/Paris"}));
    }
    service::report_answer report(const std::string& external_id, domain::new_report what) {
        return await(house.review.report(site_key, place.site, external_id, std::move(what), std::nullopt))
            .value();
    }
    std::string of_case(const std::string& column, domain::comment_id id) {
        return house.value("SELECT " + column + " FROM greffe.review_case WHERE comment_id = $1::uuid",
                           {id.to_string()});
    }
    /// "reporter rule" of what matched, in the order of the reports.
    std::string matched() {
        return house.value(
            "SELECT coalesce(string_agg(coalesce(w.external_id, '-') || ' ' || f.rule, ', ' ORDER BY "
            "f.report_id, f.rule), '') FROM greffe.report_flag f JOIN greffe.report r USING (site_id, "
            "report_id) LEFT JOIN personal.reader w USING (site_id, reader_id)");
    }
    void give_standing(const std::string& reader, const std::string& standing) {
        house.sql("UPDATE personal.reader SET standing = $2::real WHERE external_id = $1",
                  {reader, standing});
    }

    review_house house;
    tenant place = house.add_tenant("bourse");
    domain::principal site_key = review_house::someone(domain::role::publisher, place.site);
    domain::principal moderator = review_house::someone(domain::role::moderator);
};

TEST_F(ReportRules, SeeNumberAndWeightOfTheReportsOnThisRevision) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    use(rule("foule", "{report: {count_over: 2, weight_over: 1.2}}", "{priority: +20}"));
    for (const auto* reader : {"a", "b", "c"}) report("c1", report_of("spam", reader));
    EXPECT_EQ(matched(), "c foule") << "three of 0.5 each";
    EXPECT_EQ(of_case("priority", id), "140");
    EXPECT_EQ(house.value("SELECT string_agg(weight::text, ' ') FROM greffe.report"), "50 50 50");
    report("c1", report_of("spam", "d"));
    EXPECT_EQ(of_case("priority", id), "150") << "the rule matched again, and moves the case once";
    house.add_revision(place, id, "Un autre texte.");
    report("c1", report_of("spam", "a"));
    EXPECT_EQ(matched(), "c foule, d foule") << "the new text has one report";
}

TEST_F(ReportRules, SeeTheStandingOfTheReporterAndDiscountWhoIsNotTrusted) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    house.add_comment(place, "c0", comment_status::published);
    use(rule("douteux", "{report: {standing_below: 0.2}}", "{action: discount}") +
        rule("lourd", "{report: {weight_over: 0.4}}", "{priority: +5}"));
    report("c0", report_of("spam", "fidele"));
    report("c0", report_of("spam", "troll"));
    EXPECT_THAT(matched(), testing::Not(HasSubstr("douteux"))) << "unknown standing is no bad one";
    give_standing("fidele", "0.9");
    give_standing("troll", "0.1");
    report("c1", report_of("spam", "troll"));
    EXPECT_THAT(matched(), HasSubstr("troll douteux"));
    EXPECT_EQ(
        house.value("SELECT r.weight FROM greffe.report r JOIN personal.reader USING (site_id, reader_id) "
                    "WHERE external_id = 'troll' AND comment_id = $1::uuid",
                    {id.to_string()}),
        "0");
    EXPECT_EQ(of_case("priority", id), "0");
    EXPECT_EQ(of_case("report_count", id), "1");
    report("c1", report_of("spam", "fidele"));
    EXPECT_EQ(of_case("priority", id), "105") << "one report that weighs, and what the rule adds";
}

TEST_F(ReportRules, SeeEarlierApprovalByAPersonAndTheAgeOfTheComment) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    use(rule("vieux", "{report: {comment_age_over: 1d}}", "{priority: -10}") +
        rule("deja-vu", "{report: {approved: true}}", "{priority: -20}"));
    report("c1", report_of("spam", "a"));
    EXPECT_EQ(matched(), "a vieux") << "posted in March 2026";
    EXPECT_EQ(of_case("priority", id), "90");
    ASSERT_TRUE(
        await(house.review.decide(moderator, id, decision_of(domain::decision_action::approve, 1), {})));
    auto notice = notice_of("Diffamation.", "b");
    report("c1", notice);
    EXPECT_EQ(matched(), "a vieux, b deja-vu, b vieux");
    EXPECT_EQ(of_case("priority", id), "1000") << "no rule takes a notice below its like";
}

TEST_F(ReportRules, SeeWhatBecameOfTheAuthorOnceThatIsListed) {
    house.add_comment(place, "c1", comment_status::published);
    const auto other = house.add_comment(place, "c0", comment_status::rejected);
    const auto author = domain::author_id{house.env.new_id()}.to_string();
    house.sql(
        "INSERT INTO greffe.author (site_id, author_id, presence, created_at) VALUES ($1::uuid, $2::uuid, "
        "'named', now())",
        {place.site.to_string(), author});
    house.sql("UPDATE greffe.comment SET author_id = $1::uuid", {author});
    use(rule("recidive", "{author: {rejected_over: 50}}", "{priority: +15}") +
        rule("nouveau", "{author: {age_below: 1d}}", "{priority: +1}", "    mode: shadow\n"));
    report("c1", report_of("spam", "a"));
    EXPECT_EQ(matched(), "a nouveau") << "nobody has listed the author's comments yet";
    house.sql("INSERT INTO greffe.counting (site_id, kind, since, whole) VALUES ($1::uuid, "
              "'author_comments', now(), "
              "true)",
              {place.site.to_string()});
    house.sql("INSERT INTO greffe.author_comment (site_id, author_id, comment_id) SELECT site_id, author_id, "
              "comment_id "
              "FROM greffe.comment");
    report("c1", report_of("spam", "b"));
    EXPECT_EQ(matched(), "a nouveau, b nouveau, b recidive");
    EXPECT_NE(other, domain::comment_id{});
}

TEST_F(ReportRules, HideTheCommentInTheTransactionOfTheReport) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    use(rule("masque", "{report: {count_over: 1}}", "{action: hide, priority: +30}"));
    report("c1", report_of("spam", "a"));
    EXPECT_EQ(house.value("SELECT status FROM greffe.comment"), "published");
    report("c1", report_of("spam", "b"));
    EXPECT_EQ(house.value("SELECT status FROM greffe.comment"), "held");
    EXPECT_EQ(house.value("SELECT published_count FROM greffe.thread"), "0");
    EXPECT_EQ(of_case("state", id), "open");
    EXPECT_EQ(house.value("SELECT string_agg(kind, ' ' ORDER BY seq) FROM greffe.event"),
              "reported case_opened reported hidden");
    EXPECT_EQ(house.value("SELECT next_seq FROM greffe.thread"), "5");
    EXPECT_EQ(house.value("SELECT convert_from(leaf, 'UTF8')::jsonb -> 'd' ->> 'rules' FROM greffe.event "
                          "WHERE kind = 'hidden'"),
              "[\"masque\"]");

    const auto seen = std::stoll(of_case("version", id));
    ASSERT_TRUE(
        await(house.review.decide(moderator, id, decision_of(domain::decision_action::approve, seen), {})));
    EXPECT_EQ(house.value("SELECT status FROM greffe.comment"), "published");
    EXPECT_EQ(report("c1", report_of("spam", "c")).outcome, domain::report_outcome::not_upheld);
    report("c1", notice_of("Diffamation."));
    EXPECT_EQ(house.value("SELECT status FROM greffe.comment"), "published")
        << "a person has approved this text";
}

TEST_F(ReportRules, EscalateToASupervisor) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    use(rule("grave", "{report: {kind: illegal}}", "{action: escalate, priority: +40}"));
    report("c1", report_of("spam", "a"));
    EXPECT_EQ(of_case("state", id), "open");
    report("c1", notice_of("Diffamation.", "b"));
    EXPECT_EQ(of_case("state", id), "escalated");
    EXPECT_EQ(of_case("priority", id), "1040");
    EXPECT_EQ(await(house.review.decide(moderator, id, decision_of(domain::decision_action::reject, 2), {}))
                  .error()
                  .code,
              domain::errc::forbidden);
}

TEST_F(ReportRules, ADailyCapHoldsARuleBack) {
    use(rule("masque", "{report: {reasons: [insulte]}}", "{action: hide}", "    cap: 2/day\n"));
    for (const auto* id : {"c1", "c2", "c3"}) {
        house.add_comment(place, id, comment_status::published);
        report(id, report_of("insulte", "a"));
    }
    EXPECT_EQ(house.value("SELECT string_agg(status, ' ' ORDER BY external_id) FROM greffe.comment"),
              "held held published");
    EXPECT_EQ(
        house.value("SELECT string_agg(throttled::text, ' ' ORDER BY report_id) FROM greffe.report_flag"),
        "false false true");
}

TEST_F(ReportRules, NothingIsAskedWhenNoActiveRuleIsForReports) {
    house.add_comment(place, "c1", comment_status::published);
    use(rule("brouillon", "{report: {count_over: 0}}", "{action: hide}", "    mode: draft\n"));
    const executed_statements all;
    report("c1", report_of("spam", "a"));
    EXPECT_EQ(all.count("select_report_facts"), 0);
    EXPECT_EQ(matched(), "");
    EXPECT_EQ(house.value("SELECT status FROM greffe.comment"), "published");
    use(rule("active", "{report: {count_over: 0}}", "{priority: +5}"));
    report("c1", report_of("spam", "b"));
    EXPECT_EQ(all.count("select_report_facts"), 1) << "an active rule asks once";
}

TEST_F(ReportRules, AreExplainedOnTheCasePageAndInTheExport) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    use(rule("grave", "{text: insult, in: report}", "{action: escalate, priority: +40}"), 12);
    auto what = report_of("insulte", "a");
    what.text = "Il m'insulte";
    report("c1", what);
    const auto shown = await(house.review.show(moderator, id)).value();
    ASSERT_EQ(shown.reports.size(), 1U);
    EXPECT_EQ(shown.reports[0].weight, 50);
    ASSERT_EQ(shown.reports[0].rules.size(), 1U);
    const auto& did = shown.reports[0].rules[0];
    EXPECT_EQ(did.rule, "grave");
    EXPECT_EQ(did.ruleset_version, 12);
    EXPECT_TRUE(did.live && did.escalate && !did.hide);
    EXPECT_EQ(did.priority, 40);
    ASSERT_EQ(did.spans.size(), 1U);
    EXPECT_EQ(did.spans[0].field, "report");
    EXPECT_EQ(what.text.substr(did.spans[0].begin, did.spans[0].end - did.spans[0].begin), "insult");

    std::string lines;
    archive::thread_ndjson into([&](std::string_view bytes) { lines += bytes; });
    store::export_store_pg exports(house.pool);
    ASSERT_TRUE(
        await(exports.read_thread(review_house::someone(domain::role::archivist), place.article, into)));
    EXPECT_THAT(lines, HasSubstr(R"("rule":"grave","ruleset_version":12)"));
    EXPECT_THAT(lines, HasSubstr(R"("weight":50)"));
}

} // namespace
} // namespace greffe::test
