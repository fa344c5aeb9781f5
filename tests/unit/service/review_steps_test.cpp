#include "server/service/review_steps.hpp"

#include "server/service/answers_json.hpp"

#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using domain::case_state;
using domain::comment_status;
using domain::decision_action;
using domain::errc;
using ports::locked_rows;

class ReviewSteps : public testing::Test {
  protected:
    static domain::uuid id_of(std::uint8_t n) {
        domain::uuid id;
        id.bytes[15] = n;
        return id;
    }
    static locked_rows comment(comment_status status, std::optional<case_state> state = std::nullopt) {
        locked_rows known;
        known.comment = {id_of(1)};
        known.article = {id_of(2)};
        known.state.status = status;
        known.next_seq = 7;
        known.now = noon;
        if (state)
            known.review =
                ports::review_case_row{.state = *state, .version = 4, .opened_at = noon, .held = {}};
        return known;
    }
    static decide_request decision(decision_action action, std::int64_t version = 4) {
        return {.action = action, .reason = "charte", .note = {}, .policy = std::nullopt, .version = version};
    }

    static constexpr domain::timestamp noon{std::chrono::hours{24 * 20'000 + 12}};
    std::uint8_t minted = 100;
    environment env{
        .now = {}, .new_id = [this] { return id_of(++minted); }, .new_salt = [] { return archive::salt{}; }};
    domain::principal moderator{
        .key = {id_of(50)}, .acting_as = domain::role::moderator, .site = {}, .label = {}};
    domain::principal supervisor{
        .key = {id_of(51)}, .acting_as = domain::role::supervisor, .site = {}, .label = {}};
};

TEST_F(ReviewSteps, EveryDecisionOnEveryStatusAndCaseIsThePureFunctionsWord) {
    for (const auto status : domain::all_comment_statuses)
        for (const auto state : domain::all_case_states)
            for (const auto action : domain::all_decision_actions) {
                const auto known = comment(status, state);
                const auto changed = step_decide(known, supervisor, decision(action), env);
                const auto case_after = domain::change_case(state, domain::case_cause::decision);
                const auto status_after = domain::status_after_decision(status, action);
                SCOPED_TRACE(std::string(domain::to_string(status)) + " " +
                             std::string(domain::to_string(state)) + " " +
                             std::string(domain::to_string(action)));
                ASSERT_EQ(changed.has_value(), case_after && status_after);
                if (!changed) {
                    EXPECT_EQ(changed.error().code,
                              !case_after ? case_after.error().code : status_after.error().code);
                    continue;
                }
                EXPECT_EQ(changed->comment->status, *status_after);
                EXPECT_EQ(changed->review->state, *case_after);
                EXPECT_EQ(changed->review->version, 5);
                EXPECT_EQ(changed->decision->status_before, status);
                ASSERT_EQ(changed->events.size(), 1U);
                EXPECT_NE(changed->events[0].sealed.bytes.find("\"seq\":7"), std::string::npos);
                const auto answer = decision_answer_from_json(changed->answer);
                EXPECT_EQ(answer.id, changed->decision->id);
                EXPECT_EQ(answer.version, 5);
            }
}

TEST_F(ReviewSteps, AStaleVersionIsToldBeforeAnythingElse) {
    auto known = comment(comment_status::held, case_state::escalated);
    known.review->held = domain::lease{.holder = {id_of(99)}, .until = noon + std::chrono::minutes{1}};
    EXPECT_EQ(step_decide(known, moderator, decision(decision_action::dismiss, 3), env).error().code,
              errc::stale_version);
    EXPECT_EQ(step_decide(known, moderator, decision(decision_action::dismiss), env).error().code,
              errc::lease_held_by_other);
    known.review->held->until = noon;
    EXPECT_EQ(step_decide(known, moderator, decision(decision_action::dismiss), env).error().code,
              errc::forbidden);
    EXPECT_EQ(step_decide(known, supervisor, decision(decision_action::dismiss), env).error().code,
              errc::invalid_transition);
}

TEST_F(ReviewSteps, AReportIsOfTheRevisionThatReadersSee) {
    auto known = comment(comment_status::held, case_state::open);
    known.revision = 3;
    known.state.public_revision = 2;
    known.state.immune_revision = 2;
    domain::new_report report;
    report.reason = "spam";
    const auto changed = step_report(known, report, {}, env).value();
    EXPECT_EQ(changed.report->revision, 2);
    EXPECT_EQ(changed.report->outcome, domain::report_outcome::not_upheld) << "that revision is immune";
    EXPECT_FALSE(changed.review);
}

TEST_F(ReviewSteps, AReopenedCaseCountsItsVersionsOn) {
    auto known = comment(comment_status::published, case_state::closed);
    known.review->priority = 1000;
    domain::new_report report;
    report.reason = "spam";
    const auto changed = step_report(known, report, {}, env).value();
    EXPECT_EQ(changed.review->state, case_state::open);
    EXPECT_EQ(changed.review->version, 5);
    EXPECT_EQ(changed.review->report_count, 1);
    EXPECT_LT(changed.review->priority, 1000) << "what was urgent then is decided";
    ASSERT_EQ(changed.events.size(), 2U);
    EXPECT_NE(changed.events[1].sealed.bytes.find("\"seq\":8"), std::string::npos);
}

TEST_F(ReviewSteps, ALeaseEndsAtItsInstant) {
    auto known = comment(comment_status::held, case_state::open);
    known.review->held = domain::lease{.holder = {id_of(99)}, .until = noon + std::chrono::microseconds{1}};
    EXPECT_EQ(step_renew(known, moderator.key, std::chrono::minutes{5}).error().code,
              errc::lease_held_by_other);
    known.review->held->until = noon;
    const auto renewed = step_renew(known, moderator.key, std::chrono::minutes{5}).value();
    EXPECT_EQ(renewed.review->held,
              (domain::lease{.holder = moderator.key, .until = noon + std::chrono::minutes{5}}));
    EXPECT_EQ(renewed.review->version, 4);
    EXPECT_TRUE(renewed.events.empty());
}

TEST_F(ReviewSteps, ReleasingWhatNobodyHoldsWritesNothing) {
    const auto released =
        step_release(comment(comment_status::held, case_state::open), moderator.key).value();
    EXPECT_FALSE(released.review);
    EXPECT_TRUE(released.events.empty());
    EXPECT_EQ(case_answer_from_json(released.answer).version, 4);
}

} // namespace
} // namespace greffe::service
