// What a site's rules for reports make of a report: the step from locked rows to what is written, without a
// database.
#include "server/service/review_steps.hpp"
#include "server/service/triage_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using testing::HasSubstr;
using testing::Not;

domain::uuid id_of(std::uint8_t n) {
    domain::uuid id;
    id.bytes[15] = n;
    return id;
}

struct TriageReport : testing::Test {
    static constexpr domain::timestamp noon{std::chrono::hours{24 * 20'000 + 12}};
    std::uint8_t minted = 100;
    domain::site_settings settings{};
    environment env{
        .now = {}, .new_id = [this] { return id_of(++minted); }, .new_salt = [] { return archive::salt{}; }};

    static std::string rule(const std::string& id, const std::string& when, const std::string& then,
                            const std::string& mode = "live") {
        return "  - id: " + id + "\n    for: report\n    mode: " + mode + "\n    when: " + when +
               "\n    then: " + then +
               "\n    examples:\n      match: [{text: a, report: {text: insulte, reason: insulte, standing: "
               "0.1, "
               "count: 9, weight: 9, approved: true, comment_age: 1d}}]\n"
               "      pass: [{text: b, report: {text: b, reason: autre, standing: 0.5, count: 1, weight: 0, "
               "approved: false, comment_age: 9d}}]\n";
    }
    static ports::locked_rows reported(const std::string& rules) {
        auto made = rules::ruleset::compile("ruleset: t\nrules:\n" + rules, {.run_examples = false});
        EXPECT_TRUE(made.rules) << (made.found.empty() ? "" : to_string(made.found.front()));
        ports::locked_rows known;
        known.comment = {id_of(1)};
        known.article = {id_of(2)};
        known.state.status = domain::comment_status::published;
        known.state.public_revision = 1;
        known.next_seq = 7;
        known.now = noon;
        known.asked.emplace();
        known.asked->by =
            std::make_shared<const active_ruleset>(active_ruleset{.version = 3, .rules = made.rules});
        known.asked->body = "Les marges reculent.";
        known.asked->posted_at = noon - std::chrono::hours{2};
        return known;
    }
    static domain::new_report report(const std::string& reason = "insulte",
                                     std::optional<std::string> reader = "lecteur") {
        return {.reason = reason, .text = "Il insulte", .reporter = std::move(reader), .illegal_notice = {}};
    }
    ports::review_change step(const ports::locked_rows& known, const domain::new_report& what) {
        return step_report(known, what, settings, env).value();
    }
    static const std::string& leaf(const ports::review_change& change, std::string_view kind) {
        static const std::string none;
        for (const auto& event : change.events)
            if (event.kind == kind) return event.sealed.bytes;
        return none;
    }
};

const std::string on_insult = "{report: {reasons: [insulte]}}";

TEST_F(TriageReport, MovesThePriorityAndSaysWhichRuleOfWhichVersionDidIt) {
    const auto change = step(reported(rule("tri", on_insult, "{priority: +20}") +
                                      rule("essai", on_insult, "{priority: +500, action: hide}", "shadow")),
                             report());
    EXPECT_EQ(change.review->priority, 120);
    EXPECT_FALSE(change.comment) << "a shadow rule does nothing";
    const auto& told = leaf(change, "reported");
    EXPECT_THAT(told, HasSubstr(R"("ruleset":3)"));
    EXPECT_THAT(told, HasSubstr(R"("rules":["tri"])"));
    EXPECT_THAT(told, HasSubstr(R"("shadow":["essai"])"));
    EXPECT_THAT(told, HasSubstr(R"("priority":20)"));
    ASSERT_EQ(change.report->matches.size(), 2U);
    EXPECT_TRUE(change.report->matches[1].effect.hide) << "what it would have done";
}

TEST_F(TriageReport, ARuleMovesACaseOnceHoweverManyReportsItMatches) {
    auto known = reported(rule("tri", on_insult, "{priority: +20}"));
    known.review = ports::review_case_row{.priority = 120, .report_count = 1, .opened_at = noon, .held = {}};
    known.asked->raised = {{"tri", 20}};
    EXPECT_EQ(step(known, report()).review->priority, 130) << "the second report's ten, and no more";
}

TEST_F(TriageReport, ADiscountedReportWeighsNothingAndDoesNotRaiseTheCase) {
    const auto rules = rule("abus", "{report: {standing_below: 0.2}}", "{action: discount}");
    auto known = reported(rules);
    known.standing = 0.1;
    auto change = step(known, report());
    EXPECT_EQ(change.report->weight, 0);
    EXPECT_EQ(change.review->priority, 0);
    EXPECT_EQ(change.review->report_count, 1) << "it waits for a decision all the same";
    EXPECT_THAT(leaf(change, "reported"), HasSubstr(R"("discounted":true)"));

    known.standing = 0.9;
    known.review = *change.review;
    known.discounted = 1;
    change = step(known, report());
    EXPECT_EQ(change.report->weight, 90);
    EXPECT_EQ(change.review->priority, 100) << "the first one that weighs something";
}

TEST_F(TriageReport, WhatTheReportsWeighTogetherHidesTheText) {
    ports::locked_rows known;
    known.state.status = domain::comment_status::published;
    known.state.public_revision = 1;
    known.now = noon;
    known.weighing = 250;
    EXPECT_FALSE(step(known, report()).comment) << "the site has drawn no line";
    settings.hide_weight = 300;
    const auto hidden = step(known, report());
    ASSERT_TRUE(hidden.comment);
    EXPECT_EQ(hidden.comment->status, domain::comment_status::held);
    EXPECT_THAT(leaf(hidden, "hidden"), HasSubstr(R"("weight":300)"));
    EXPECT_THAT(leaf(hidden, "hidden"), testing::Not(HasSubstr("rules")));
    EXPECT_EQ(hidden.review->state, domain::case_state::open);

    known.weighing = 249;
    EXPECT_FALSE(step(known, report()).comment);
    known.weighing = 10'000;
    known.state.immune_revision = 1;
    auto notice = report();
    notice.kind = domain::report_kind::illegal;
    EXPECT_FALSE(step(known, notice).comment) << "a person has approved it";
}

TEST_F(TriageReport, ADiscountedReportDoesNotCarryTheOthersOverTheLine) {
    settings.hide_weight = 300;
    auto known = reported(rule("abus", "{report: {standing_below: 0.2}}", "{action: discount}"));
    known.standing = 0.1;
    known.weighing = 299;
    EXPECT_FALSE(step(known, report()).comment);
    known.standing = 0.3;
    EXPECT_TRUE(step(known, report()).comment);
}

TEST_F(TriageReport, WhatARuleHidesAndTheWeightHidesIsHiddenOnce) {
    settings.hide_weight = 100;
    auto known = reported(rule("voile", on_insult, "{action: hide}"));
    known.weighing = 100;
    const auto change = step(known, report());
    EXPECT_EQ(std::ranges::count(change.events, "hidden", &ports::review_event::kind), 1);
    EXPECT_THAT(leaf(change, "hidden"), HasSubstr(R"("rules":["voile"])"));
    EXPECT_THAT(leaf(change, "hidden"), HasSubstr(R"("weight":150)"));
}

TEST_F(TriageReport, WeighsAReportByTheStandingOfItsReader) {
    ports::locked_rows known;
    EXPECT_EQ(weight_of_report(known, report()), 50) << "nobody knows";
    EXPECT_EQ(weight_of_report(known, report("insulte", std::nullopt)), 25) << "anybody";
    known.standing = 0.875;
    EXPECT_EQ(weight_of_report(known, report()), 88);
}

TEST_F(TriageReport, SeesTotalsStandingAgeAndEarlierApproval) {
    const auto matches = [&](const std::string& when, auto adjust) {
        auto known = reported(rule("r", when, "{priority: +1}", "shadow"));
        known.asked->reports = 3;
        known.asked->weight = 150;
        known.standing = 0.5;
        adjust(known);
        return !step(known, report()).report->matches.empty();
    };
    const auto as_is = [](auto&) {};
    EXPECT_TRUE(matches("{report: {count_over: 3, weight_over: 1.9, weight_below: 2.1}}", as_is))
        << "this report included";
    EXPECT_FALSE(matches("{report: {count_over: 4}}", as_is));
    EXPECT_TRUE(matches("{report: {comment_age_over: 1h, comment_age_below: 3h}}", as_is));
    EXPECT_TRUE(matches("{report: {approved: false, standing_over: 0.4}}", as_is));
    EXPECT_TRUE(matches("{report: {approved: true}}", [](auto& k) { k.asked->approved = true; }));
    EXPECT_FALSE(matches("{report: {standing_over: 0.4}}", [](auto& k) { k.standing.reset(); })) << "unknown";
    EXPECT_FALSE(matches("{report: {standing_below: 0.6}}", [](auto& k) { k.standing.reset(); }))
        << "unknown";
    EXPECT_TRUE(matches("{words: [insulte], in: report}", as_is));
    EXPECT_TRUE(matches("{words: [marges]}", as_is)) << "the comment's text";
    EXPECT_TRUE(
        matches("{article: {sections: [bourse]}}", [](auto& k) { k.asked->article.section = "bourse"; }));
    EXPECT_TRUE(matches("{author: {known: true, rejected_over: 50}}", [](auto& k) {
        k.asked->author_known = true;
        k.asked->author_published = 1;
        k.asked->author_rejected = 3;
    }));
}

TEST_F(TriageReport, EscalatesAndTakesTheCaseFromWhoeverHoldsIt) {
    auto known = reported(rule("grave", on_insult, "{action: escalate, priority: +40}"));
    known.review = ports::review_case_row{
        .version = 4,
        .priority = 50,
        .opened_at = noon,
        .held = domain::lease{.holder = {id_of(9)}, .until = noon + std::chrono::minutes{5}}};
    const auto change = step(known, report());
    EXPECT_EQ(change.review->state, domain::case_state::escalated);
    EXPECT_EQ(change.review->version, 5);
    EXPECT_FALSE(change.review->held);
    EXPECT_EQ(change.review->priority, 140);
    EXPECT_THAT(leaf(change, "escalated"), HasSubstr(R"("rules":["grave"],"ruleset":3)"));

    known.review->state = domain::case_state::escalated;
    EXPECT_EQ(leaf(step(known, report()), "escalated"), "") << "once is enough";
}

TEST_F(TriageReport, HidesWhatWasReportedUnlessAPersonApprovedIt) {
    const auto rules = rule("masque", on_insult, "{action: hide}");
    auto known = reported(rules);
    auto change = step(known, report());
    ASSERT_TRUE(change.comment);
    EXPECT_EQ(change.comment->status, domain::comment_status::held);
    EXPECT_EQ(change.comment->public_revision, 1);
    EXPECT_EQ(change.review->state, domain::case_state::open) << "what is held has a case";
    EXPECT_THAT(leaf(change, "hidden"), HasSubstr(R"("status":"held")"));
    EXPECT_THAT(leaf(change, "hidden"), HasSubstr(R"("rules":["masque"])"));

    known.state.immune_revision = 1;
    auto notice = report();
    notice.kind = domain::report_kind::illegal;
    EXPECT_FALSE(step(known, notice).comment) << "the revision is immune";
    known.state.immune_revision.reset();

    known.revision = known.state.public_revision.emplace(2);
    auto late = report();
    late.revision = 1;
    EXPECT_FALSE(step(known, late).comment) << "another text stands there now";

    known.state.status = domain::comment_status::held;
    known.state.public_revision = 1;
    change = step(known, report());
    ASSERT_TRUE(change.comment) << "the text before the edit that is held is still shown";
    EXPECT_FALSE(change.comment->public_revision);
}

TEST_F(TriageReport, AReportThatDoesNotCountIsNotJudged) {
    auto known = reported(rule("tri", on_insult, "{priority: +20}"));
    known.state.immune_revision = 1;
    const auto change = step(known, report());
    EXPECT_TRUE(change.report->matches.empty());
    EXPECT_FALSE(change.review);
}

TEST_F(TriageReport, ARuleThatIsHeldBackIsRecordedAndDoesNothing) {
    auto known = reported(rule("masque", on_insult, "{action: hide, priority: +90}"));
    known.asked->capped = {"masque"};
    const auto change = step(known, report());
    EXPECT_FALSE(change.comment);
    EXPECT_EQ(change.review->priority, 100);
    ASSERT_EQ(change.report->matches.size(), 1U);
    EXPECT_TRUE(change.report->matches[0].throttled);
    EXPECT_THAT(leaf(change, "reported"), HasSubstr(R"("throttled":["masque"])"));
}

TEST_F(TriageReport, WithoutRulesForReportsNothingChanges) {
    auto known = reported(rule("tri", on_insult, "{priority: +20}"));
    known.asked.reset();
    const auto change = step(known, report());
    EXPECT_EQ(change.review->priority, 100);
    EXPECT_THAT(leaf(change, "reported"), Not(HasSubstr("ruleset")));
}

} // namespace
} // namespace greffe::service
