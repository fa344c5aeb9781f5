#include "server/service/case_changes.hpp"

#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::case_cause;
using domain::case_state;

const domain::timestamp early{std::chrono::seconds{100}};
const domain::timestamp late{std::chrono::seconds{200}};

service::ports::case_facts some_case(case_state state) {
    service::ports::case_facts facts;
    facts.state = state;
    facts.version = 3;
    facts.cause = case_cause::report;
    facts.priority = 500;
    facts.opened_at = early;
    facts.held = domain::lease{domain::key_id{}, late};
    return facts;
}

TEST(case_changes, a_closed_case_opens_again_without_its_lease) {
    const auto after = service::open_or_join(some_case(case_state::closed), case_cause::edit, late);
    EXPECT_EQ(after.state, case_state::open);
    EXPECT_EQ(after.cause, case_cause::edit);
    EXPECT_EQ(after.opened_at, late);
    EXPECT_EQ(after.version, 4);
    EXPECT_FALSE(after.held);
}

TEST(case_changes, an_unclosed_case_is_joined_and_keeps_place_and_lease) {
    for (const auto state : {case_state::open, case_state::escalated}) {
        const auto after = service::open_or_join(some_case(state), case_cause::flag, late);
        EXPECT_EQ(after.state, state);
        EXPECT_EQ(after.cause, case_cause::report);
        EXPECT_EQ(after.opened_at, early);
        EXPECT_EQ(after.priority, 500);
        EXPECT_EQ(after.version, 4) << "a decision on what was there before is stale";
        EXPECT_TRUE(after.held);
    }
}

TEST(case_changes, a_deleted_comments_case_is_moot) {
    for (const auto state : domain::all_case_states) {
        const auto after = service::close_as_moot(some_case(state));
        EXPECT_EQ(after.state, case_state::closed);
        EXPECT_EQ(after.version, 4);
    }
    EXPECT_FALSE(service::close_as_moot(some_case(case_state::open)).held);
}

} // namespace
} // namespace greffe::test
