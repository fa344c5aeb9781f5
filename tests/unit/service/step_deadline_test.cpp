// What happens at the deadline of a case, over every state that it may be in then.
#include "server/service/case_priority.hpp"
#include "server/service/review_steps.hpp"

#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using namespace std::chrono_literals;
using domain::case_state;
using domain::comment_status;
using domain::deadline_action;
using ports::locked_rows;

class StepDeadline : public testing::Test {
  protected:
    static domain::uuid id_of(std::uint8_t n) {
        domain::uuid id;
        id.bytes[15] = n;
        return id;
    }
    static locked_rows due(deadline_action then, comment_status status = comment_status::held,
                           case_state state = case_state::open) {
        locked_rows known;
        known.comment = {id_of(1)};
        known.article = {id_of(2)};
        known.revision = 2;
        known.state = {.status = status, .public_revision = 1, .immune_revision = 1};
        known.next_seq = 7;
        known.now = noon;
        known.review = ports::review_case_row{.state = state,
                                              .version = 4,
                                              .priority = 50,
                                              .opened_at = noon - 1h,
                                              .held = {},
                                              .deadline = domain::case_deadline{.at = noon, .then = then}};
        return known;
    }
    auto step(const locked_rows& known) { return step_deadline(known, env); }

    static constexpr domain::timestamp noon{std::chrono::hours{24 * 20'000 + 12}};
    std::uint8_t minted = 100;
    environment env{
        .now = {}, .new_id = [this] { return id_of(++minted); }, .new_salt = [] { return archive::salt{}; }};
};

TEST_F(StepDeadline, PublishIsAnApprovalByTheSystem) {
    const auto missed = step(due(deadline_action::publish)).value();
    EXPECT_EQ(missed.did, deadline_action::publish);
    const auto& change = missed.change;
    EXPECT_EQ(change.comment->status, comment_status::published);
    EXPECT_EQ(change.comment->public_revision, 2);
    EXPECT_EQ(change.comment->immune_revision, 1) << "nobody has looked: readers' reports on it count";
    EXPECT_EQ(change.pending_reports, std::nullopt);
    EXPECT_EQ(change.decision->decider, domain::system_key);
    EXPECT_EQ(change.decision->decider.to_string(), "00000000-0000-7000-8000-000000000001");
    EXPECT_EQ(change.decision->action, domain::decision_action::approve);
    EXPECT_EQ(change.decision->reason, "deadline");
    EXPECT_EQ(change.review->state, case_state::closed);
    EXPECT_EQ(change.review->deadline, std::nullopt);
    ASSERT_EQ(change.events.size(), 1U);
    EXPECT_EQ(change.events[0].kind, "decided");
}

TEST_F(StepDeadline, AlertMarksTheCaseAndDecidesNothing) {
    for (const auto state : {case_state::open, case_state::escalated}) {
        const auto missed = step(due(deadline_action::alert, comment_status::held, state)).value();
        EXPECT_EQ(missed.did, deadline_action::alert);
        EXPECT_FALSE(missed.change.comment);
        EXPECT_FALSE(missed.change.decision);
        EXPECT_EQ(missed.change.review->deadline->missed_at, noon);
        EXPECT_EQ(missed.change.review->priority, missed_deadline_priority);
        EXPECT_EQ(missed.change.review->version, 4) << "who decides now decides on what was seen";
        EXPECT_EQ(missed.change.review->state, state);
        ASSERT_EQ(missed.change.events.size(), 1U);
        EXPECT_EQ(missed.change.events[0].kind, "deadline_missed");
    }
}

TEST_F(StepDeadline, WhatAPersonOrReadersAskedForIsNotPublishedUnseen) {
    EXPECT_EQ(step(due(deadline_action::publish, comment_status::held, case_state::escalated))->did,
              deadline_action::alert);
    auto reported = due(deadline_action::publish);
    reported.review->report_count = 1;
    EXPECT_EQ(step(reported)->did, deadline_action::alert);
}

TEST_F(StepDeadline, WhatIsNotHeldIsNotPublished) {
    for (const auto status : {comment_status::published, comment_status::rejected}) {
        const auto missed = step(due(deadline_action::publish, status)).value();
        EXPECT_EQ(missed.did, deadline_action::stay_held);
        EXPECT_FALSE(missed.change.comment);
        EXPECT_TRUE(missed.change.events.empty());
        EXPECT_EQ(missed.change.review->deadline->missed_at, noon) << "it is not due again";
    }
}

TEST_F(StepDeadline, NothingIsDoneBeforeAgainOrUnderSomebodysHands) {
    for (const auto then : domain::all_deadline_actions) {
        auto early = due(then);
        early.now = noon - 1us;
        EXPECT_FALSE(step(early));
        auto again = due(then);
        again.review->deadline->missed_at = noon;
        EXPECT_FALSE(step(again));
        auto leased = due(then);
        leased.review->held = domain::lease{.holder = {id_of(50)}, .until = noon + 1us};
        EXPECT_FALSE(step(leased));
        leased.review->held->until = noon;
        EXPECT_EQ(step(leased).has_value(), then != deadline_action::stay_held) << "a lease that ran out";
        EXPECT_FALSE(step(due(then, comment_status::rejected, case_state::closed)));
        auto without = due(then);
        without.review->deadline.reset();
        EXPECT_FALSE(step(without));
    }
    EXPECT_FALSE(step(due(deadline_action::stay_held)));
}

} // namespace
} // namespace greffe::service
