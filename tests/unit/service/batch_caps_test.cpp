// A rule with a daily cap acts so often and no more, item by item of a batch.
#include "server/service/batch_caps.hpp"

#include "tests/unit/service/judge_samples.hpp"

#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::comment_status;
using service::ports::batch_facts;
using service::ports::capped_rule;

constexpr const char* capped = R"(ruleset: essai
rules:
  - id: casino
    mode: live
    cap: 2/day
    when: {words: [casino]}
    then: {action: hold, score: 40}
    examples: {match: [casino], pass: [rien]}
)";

struct Caps : testing::Test {
    service::ports::ingest_item item(const std::string& id, const std::string& body = "Le casino") {
        auto made = submission(id, body);
        made.screened.by = by;
        made.screened.scan = by->rules->scan({.body = body, .name = std::nullopt});
        return made;
    }
    batch_facts used(std::int64_t hits) {
        auto facts = known_article();
        facts.caps[{.site = the_site, .rule = "casino"}] = {.day = "2024-04-09", .hits = hits};
        return facts;
    }
    std::vector<service::ports::ingest_item> three(const std::string& body = "Le casino") {
        std::vector<service::ports::ingest_item> items;
        for (const std::string id : {"c1", "c2", "c3"}) items.push_back(item(id, body));
        return items;
    }

    std::shared_ptr<const service::active_ruleset> by = std::make_shared<service::active_ruleset>(
        service::active_ruleset{.version = 3, .rules = rules::ruleset::compile(capped).rules});
};

TEST_F(Caps, AnItemSeesWhatThoseBeforeItUsedUp) {
    const auto made = judge(three(), used(0));
    ASSERT_EQ(made.comments.size(), 3U);
    std::vector<comment_status> seen;
    for (const auto& outcome : made.outcomes) seen.push_back(outcome->status);
    EXPECT_EQ(seen, (std::vector{comment_status::held, comment_status::held, comment_status::published}));
    ASSERT_EQ(made.flags.size(), 3U) << "every match is recorded";
    EXPECT_EQ(made.flags[2].match.does, rules::action::flag);
    EXPECT_EQ(made.flags[2].match.score, 0);
    ASSERT_EQ(made.caps.size(), 1U);
    EXPECT_EQ(made.caps[0].rule, (capped_rule{.site = the_site, .rule = "casino"}));
    EXPECT_EQ(made.caps[0].hits, 2) << "only those in which it acted";
    EXPECT_EQ(made.caps[0].a_day, 2);
}

TEST_F(Caps, WhatOthersUsedTodayCounts) {
    const auto made = judge(three(), used(1));
    EXPECT_EQ(made.outcomes[0]->status, comment_status::held);
    EXPECT_EQ(made.outcomes[1]->status, comment_status::published);
    EXPECT_EQ(made.caps.at(0).hits, 1);
    EXPECT_EQ(made.caps.at(0).told.hits, 1);
}

TEST_F(Caps, ASpentCapLocksNothing) {
    EXPECT_TRUE(judge(three(), used(2)).caps.empty());
    EXPECT_TRUE(judge(three(), used(9)).caps.empty());
    EXPECT_TRUE(judge(three("rien"), used(0)).caps.empty());
}

TEST_F(Caps, ARuleThatAGuardHoldsBackUsesNothing) {
    auto held = *by;
    held.held_back = {"casino"};
    by = std::make_shared<service::active_ruleset>(held);
    const auto made = judge(three(), used(0));
    EXPECT_EQ(made.outcomes[0]->status, comment_status::published);
    EXPECT_TRUE(made.caps.empty());
}

} // namespace
} // namespace greffe::test
