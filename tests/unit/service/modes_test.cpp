// What modes, deadlines and a deletion make of a batch.
#include "server/service/case_changes.hpp"
#include "tests/unit/service/judge_samples.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;
using domain::comment_status;
using domain::deadline_action;
using domain::errc;
using domain::moderation_mode;
using domain::moderation_policy;
using domain::moderation_scope;
using rules::action;

using policies = std::vector<moderation_policy>;

moderation_policy policy(moderation_mode mode, std::optional<domain::review_deadline> deadline = {}) {
    return {.id = {},
            .scope = moderation_scope::site,
            .target = {},
            .mode = mode,
            .until = std::nullopt,
            .deadline = deadline};
}

service::ports::ingest_item under(service::ports::ingest_item item, policies modes) {
    domain::site_settings settings;
    settings.moderation = domain::moderation_policies(std::move(modes));
    item.settings = std::make_shared<const domain::site_settings>(std::move(settings));
    return item;
}

service::ports::judged_batch judge_one(service::ports::ingest_item item,
                                       const service::ports::batch_facts& known = known_article()) {
    std::vector<service::ports::ingest_item> items;
    items.push_back(std::move(item));
    return judge(std::move(items), known);
}

TEST(Modes, PreFloorsTheVerdictAtHold) {
    for (const auto does : {action::publish, action::flag, action::hold, action::reject}) {
        SCOPED_TRACE(rules::to_string(does));
        const auto batch =
            judge_one(under(ruled(submission("c1", "un"), does), {policy(moderation_mode::pre)}));
        const bool rejected = does == action::reject;
        const auto& told = batch.outcomes.at(0).value();
        EXPECT_EQ(told.status, rejected ? comment_status::rejected : comment_status::held);
        EXPECT_EQ(batch.cases.size(), rejected ? 0U : 1U) << "held implies a case";
        EXPECT_EQ(told.verdict->reason.value_or(""), does < action::hold ? "mode" : "");
        const auto leaf = boost::json::parse(batch.events.at(0).leaf);
        EXPECT_EQ(leaf.at("d").as_object().contains("held_by_mode"), does < action::hold);
    }
}

TEST(Modes, PreHoldsOnASiteWithoutRulesToo) {
    const auto batch = judge_one(under(submission("c1", "un"), {policy(moderation_mode::pre)}));
    EXPECT_EQ(batch.outcomes.at(0).value().status, comment_status::held);
    EXPECT_EQ(batch.cases.at(0).after.cause, domain::case_cause::hold);
}

TEST(Modes, ClosedRefusesWithTheCodeOfAClosedArticle) {
    auto closed = policy(moderation_mode::closed);
    closed.scope = moderation_scope::article;
    closed.target = "a1";
    auto known = known_article();
    known.threads.at({the_site, the_article}).external_id = "a1";
    const auto batch = judge_one(under(submission("c1", "un"), {closed}), known);
    ASSERT_FALSE(batch.outcomes.at(0));
    EXPECT_EQ(batch.outcomes.at(0).error().code, errc::comments_closed);
    EXPECT_NE(batch.outcomes.at(0).error().detail.find("mode.article.a1"), std::string::npos);
    EXPECT_TRUE(batch.comments.empty());
    EXPECT_TRUE(batch.events.empty());
}

TEST(Modes, AnAuthorIsNotNamedInARefusal) {
    auto closed = policy(moderation_mode::closed);
    closed.scope = moderation_scope::author;
    closed.target = "paule@example.org";
    auto item = submission("c1", "un");
    auto& author = std::get<service::ports::submission>(item.asks).comment.author;
    author.presence = domain::author_presence::identified;
    author.external_id = closed.target;
    const auto batch = judge_one(under(std::move(item), {closed}));
    ASSERT_FALSE(batch.outcomes.at(0));
    EXPECT_EQ(batch.outcomes.at(0).error().detail.find("paule"), std::string::npos);
}

TEST(Modes, EditsUnderPreAndClosedAreHeldAndDeletionsTaken) {
    for (const auto mode : {moderation_mode::pre, moderation_mode::closed}) {
        auto known = known_article();
        known.comments[{the_site, "c1"}] = stored(comment_status::published);
        domain::comment_edit edit;
        edit.body = "deux";
        const auto edited = judge_one(under(edition("c1", edit), {policy(mode)}), known);
        EXPECT_EQ(edited.outcomes.at(0).value().status, comment_status::held);
        EXPECT_EQ(edited.changes.at(0).public_revision, 1) << "what was approved stays";
        EXPECT_EQ(edited.cases.size(), 1U);
        const auto removed = judge_one(under(removal("c1"), {policy(mode)}), known);
        EXPECT_EQ(removed.outcomes.at(0).value().status, comment_status::deleted);
    }
}

TEST(Modes, RunOutByTheDatabasesClock) {
    auto closed = policy(moderation_mode::closed);
    closed.until = the_time + 1h;
    auto known = known_article();
    EXPECT_FALSE(judge_one(under(submission("c1", "un"), {closed}), known).outcomes.at(0)) << "by ours";
    known.now = the_time + 1h;
    EXPECT_TRUE(judge_one(under(submission("c1", "un"), {closed}), known).outcomes.at(0));
}

TEST(Modes, AModesDeadlineCountsWhenTheModeAloneHolds) {
    const domain::review_deadline soon{1h, deadline_action::publish};
    const auto deadline_of = [&](action does) {
        auto known = known_article();
        known.now = the_time + 30s;
        const auto batch = judge_one(
            under(ruled(submission("c1", "un"), does), {policy(moderation_mode::pre, soon)}), known);
        return batch.cases.at(0).after.deadline;
    };
    EXPECT_EQ(deadline_of(action::publish),
              (domain::case_deadline{the_time + 30s + 1h, deadline_action::publish, std::nullopt}));
    EXPECT_EQ(deadline_of(action::flag)->then, deadline_action::alert)
        << "what a rule has flagged is never published unseen";
    EXPECT_EQ(deadline_of(action::hold), std::nullopt) << "a rule holds: its policy has no deadline";
}

TEST(Modes, ALaterTextIsNotPublishedByAnEarliersDeadline) {
    service::ports::case_facts review;
    review.deadline = domain::case_deadline{the_time, deadline_action::publish, std::nullopt};
    service::ruling made;
    made.verdict.does = action::flag;
    service::give_deadline(review, made, the_time);
    EXPECT_TRUE(review.deadline) << "a weaker verdict leaves it";
    made.verdict.does = action::hold;
    service::give_deadline(review, made, the_time);
    EXPECT_FALSE(review.deadline) << "a verdict that holds brings its own, or none";
    made.deadline = domain::review_deadline{2h, deadline_action::alert};
    review.deadline = domain::case_deadline{the_time, deadline_action::publish, the_time};
    service::give_deadline(review, made, the_time);
    EXPECT_EQ(review.deadline, (domain::case_deadline{the_time + 2h, deadline_action::alert, std::nullopt}));
}

TEST(Modes, ADeletionSettlesTheReportsThatWait) {
    for (const int reports : {0, 3}) {
        auto known = known_article();
        auto comment = stored(comment_status::held);
        comment.review.emplace();
        comment.review->report_count = reports;
        comment.review->deadline = domain::case_deadline{the_time, deadline_action::publish, std::nullopt};
        known.comments[{the_site, "c1"}] = comment;
        const auto batch = judge_one(removal("c1"), known);
        EXPECT_EQ(batch.moot_reports.size(), reports > 0 ? 1U : 0U);
        EXPECT_EQ(batch.cases.at(0).after.report_count, 0);
        EXPECT_EQ(batch.cases.at(0).after.deadline, std::nullopt);
        const auto leaf = boost::json::parse(batch.events.at(0).leaf);
        EXPECT_EQ(leaf.at("d").as_object().contains("reports"), reports > 0);
    }
}

} // namespace
} // namespace greffe::test
