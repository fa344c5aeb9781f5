// The table of a case's life, written down a second time: every pair (from, cause) is asked.
#include "server/domain/case_state.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace greffe::domain {
namespace {

using namespace std::chrono_literals;

const std::set<case_cause>& opening() {
    using enum case_cause;
    static const std::set<case_cause> causes = {hold, flag, report, by_hand, appeal, edit, undo, hunt};
    return causes;
}

/// What works on an open or escalated case: target, "already" or "invalid".
std::string working(case_state from, case_cause cause) {
    using enum case_state;
    static const std::map<std::pair<case_state, case_cause>, std::string> table = {
        {{open, case_cause::escalate}, "escalated"},    {{open, case_cause::legal}, "escalated"},
        {{open, case_cause::decision}, "closed"},       {{open, case_cause::bulk}, "closed"},
        {{open, case_cause::moot}, "closed"},           {{open, case_cause::returned}, "already"},
        {{escalated, case_cause::escalate}, "already"}, {{escalated, case_cause::legal}, "already"},
        {{escalated, case_cause::returned}, "open"},    {{escalated, case_cause::decision}, "closed"},
        {{escalated, case_cause::bulk}, "invalid"},     {{escalated, case_cause::moot}, "closed"},
        {{closed, case_cause::escalate}, "invalid"},    {{closed, case_cause::legal}, "invalid"},
        {{closed, case_cause::returned}, "invalid"},    {{closed, case_cause::decision}, "already"},
        {{closed, case_cause::bulk}, "already"},        {{closed, case_cause::moot}, "already"},
    };
    return table.at({from, cause});
}

TEST(CaseState, EveryPairFollowsTheTable) {
    for (const auto from : all_case_states)
        for (const auto cause : all_case_causes) {
            const auto label = std::string(to_string(from)) + " " + std::string(to_string(cause));
            const auto answer = change_case(from, cause);
            if (opening().contains(cause)) {
                ASSERT_TRUE(answer) << label;
                EXPECT_EQ(*answer, from == case_state::closed ? case_state::open : from) << label;
                continue;
            }
            const auto wanted = working(from, cause);
            if (wanted == "already" || wanted == "invalid") {
                ASSERT_FALSE(answer) << label;
                EXPECT_EQ(answer.error().code,
                          wanted == "already" ? errc::already_in_target_state : errc::invalid_transition)
                    << label;
            } else {
                ASSERT_TRUE(answer) << label;
                EXPECT_EQ(to_string(*answer), wanted) << label;
            }
        }
}

TEST(CaseState, ACommentWithoutACaseIsOpenedOrNothing) {
    for (const auto cause : all_case_causes) {
        const auto answer = change_case(std::nullopt, cause);
        if (opening().contains(cause)) {
            ASSERT_TRUE(answer) << to_string(cause);
            EXPECT_EQ(*answer, case_state::open);
        } else {
            ASSERT_FALSE(answer) << to_string(cause);
            EXPECT_EQ(answer.error().code, errc::invalid_transition);
        }
    }
}

TEST(CaseState, DecisionsFollowTheTable) {
    using enum comment_status;
    const std::map<std::pair<comment_status, decision_action>, std::optional<comment_status>> table = {
        {{published, decision_action::approve}, published},
        {{published, decision_action::reject}, rejected},
        {{published, decision_action::dismiss}, published},
        {{held, decision_action::approve}, published},
        {{held, decision_action::reject}, rejected},
        {{held, decision_action::dismiss}, std::nullopt},
        {{rejected, decision_action::approve}, published},
        {{rejected, decision_action::reject}, rejected},
        {{rejected, decision_action::dismiss}, rejected},
        {{deleted, decision_action::approve}, std::nullopt},
        {{deleted, decision_action::reject}, std::nullopt},
        {{deleted, decision_action::dismiss}, std::nullopt},
        {{erased, decision_action::approve}, std::nullopt},
        {{erased, decision_action::reject}, std::nullopt},
        {{erased, decision_action::dismiss}, std::nullopt},
    };
    ASSERT_EQ(table.size(), all_comment_statuses.size() * all_decision_actions.size());
    for (const auto& [asked, wanted] : table) {
        const auto label = std::string(to_string(asked.first)) + " " + std::string(to_string(asked.second));
        const auto answer = status_after_decision(asked.first, asked.second);
        ASSERT_EQ(answer.has_value(), wanted.has_value()) << label;
        if (wanted) {
            EXPECT_EQ(*answer, *wanted) << label;
        } else {
            EXPECT_EQ(answer.error().code, errc::invalid_transition) << label;
        }
    }
}

TEST(CaseState, ALeaseKeepsOthersOutUntilItRunsOut) {
    const auto first = key_id{*uuid::parse("018f3c00-0000-7000-8000-000000000001")};
    const auto second = key_id{*uuid::parse("018f3c00-0000-7000-8000-000000000002")};
    const timestamp now = *parse_rfc3339("2024-04-09T12:00:00Z");
    const lease held{first, now + 5min};

    EXPECT_TRUE(check_lease(std::nullopt, second, now)) << "nobody holds it";
    EXPECT_TRUE(check_lease(held, first, now)) << "its holder";
    const auto refused = check_lease(held, second, now);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::lease_held_by_other);
    EXPECT_NE(refused.error().detail.find("2024-04-09T12:05:00Z"), std::string::npos) << "until when is told";
    EXPECT_FALSE(check_lease(held, second, now + 5min - 1us));
    EXPECT_TRUE(check_lease(held, second, now + 5min)) << "one that ran out is absent";
    EXPECT_TRUE(check_lease(held, first, now + 5min));
}

TEST(CaseState, NamesAreReadBack) {
    for (const auto state : all_case_states) EXPECT_EQ(parse_case_state(to_string(state)), state);
    for (const auto cause : all_case_causes) EXPECT_EQ(parse_case_cause(to_string(cause)), cause);
    for (const auto action : all_decision_actions)
        EXPECT_EQ(parse_decision_action(to_string(action)), action);
    EXPECT_EQ(parse_case_state("leased"), std::nullopt) << "a lease is no state";
}

} // namespace
} // namespace greffe::domain
