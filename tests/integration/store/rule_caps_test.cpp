// A rule's cap holds for the day and over all servers, however their batches cross.
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using testing::IsEmpty;
using asked = domain::result<service::submit_answer>;

std::string capped(int cap, const std::string& mode = "live", const std::string& more = {}) {
    return "ruleset: essai\nrules:\n  - id: casino\n    mode: " + mode + "\n    cap: " + std::to_string(cap) +
           "/day\n" + more +
           "    when: {words: [casino]}\n    then: {action: hold}\n"
           "    examples: {match: [casino], pass: [rien]}\n";
}

struct another_server {
    explicit another_server(ingest_harness& h)
        : store(h.url,
                [&h](auto items, const auto& known) { return service::judge_batch(items, known, h.env); }),
          comments(store, h.rulesets, h.settings, h.env) {}
    store::ingest_store_pg store;
    service::ingest_comments comments;
};

struct RuleCaps : testing::Test {
    ingest_harness h;

    void SetUp() override {
        for (int i = 0; i < 8; ++i) h.article("a" + std::to_string(i));
    }
    void TearDown() override { EXPECT_THAT(broken_promises(h.url), IsEmpty()); }

    std::string held() { return h.value("SELECT count(*) FROM greffe.comment WHERE status = 'held'"); }
    std::string count(const std::string& what) { return h.value("SELECT count(*) FROM greffe." + what); }
};

TEST_F(RuleCaps, TwoServersAtOnceActTogetherAsOftenAsTheCapSays) {
    constexpr int comments = 80;
    h.use_rules(capped(17));
    another_server other(h);
    auto& threads = h.threads_for_test(4);
    std::vector<std::future<asked>> answers;
    for (int i = 0; i < comments; ++i) {
        auto& server = i % 2 == 0 ? h.comments : other.comments;
        answers.push_back(
            boost::asio::co_spawn(threads,
                                  server.submit(h.site, "a" + std::to_string(i % 8),
                                                a_comment("c" + std::to_string(i), "Un casino")),
                                  boost::asio::use_future));
    }
    for (auto& answer : answers) ASSERT_TRUE(answer.get());
    EXPECT_EQ(held(), "17");
    EXPECT_EQ(h.value("SELECT hits FROM greffe.rule_cap"), "17");
    EXPECT_EQ(count("flag"), "80") << "every match is recorded";
    EXPECT_EQ(count("flag WHERE action = 'flag' AND score = 0"), "63");
}

TEST_F(RuleCaps, ANewDayBeginsAnew) {
    h.use_rules(capped(1));
    h.submit("a0", "c1", "Un casino");
    h.submit("a0", "c2", "Un casino");
    EXPECT_EQ(held(), "1");
    h.exec("UPDATE greffe.rule_cap SET day = day - 1");
    h.submit("a0", "c3", "Un casino");
    h.submit("a0", "c4", "Un casino");
    EXPECT_EQ(held(), "2");
    EXPECT_EQ(count("rule_cap"), "1") << "of a day that is over nothing is kept";
}

TEST_F(RuleCaps, AnEditUsesTheCapAsACommentDoes) {
    h.use_rules(capped(1));
    h.submit("a0", "c1", "Rien");
    h.submit("a0", "c2", "Rien");
    h.edit("c1", {.body = "Un casino", .name = {}, .edited_at = {}, .source_version = {}});
    h.edit("c2", {.body = "Un casino", .name = {}, .edited_at = {}, .source_version = {}});
    EXPECT_EQ(held(), "1");
}

TEST_F(RuleCaps, WhatARuleDidInShadowUsesNothingOfItsLiveDay) {
    h.use_rules(capped(1, "shadow"));
    h.submit("a0", "c1", "Un casino");
    h.submit("a0", "c2", "Un casino");
    EXPECT_EQ(held(), "0");
    EXPECT_EQ(h.value("SELECT string_agg(action, ' ' ORDER BY action) FROM greffe.flag"), "flag hold")
        << "it shows what the cap would have done";
    h.use_rules(capped(1), 2);
    h.submit("a0", "c3", "Un casino");
    EXPECT_EQ(held(), "1");
}

TEST_F(RuleCaps, AnExpiredRuleDoesNothingMore) {
    h.use_rules(capped(9, "live", "    expires: 2020-01-01\n"));
    h.submit("a0", "c1", "Un casino");
    EXPECT_EQ(held(), "0");
    EXPECT_EQ(count("flag"), "0");
    h.use_rules(capped(9, "live", "    expires: 2999-01-01\n"), 2);
    h.submit("a0", "c2", "Un casino");
    EXPECT_EQ(held(), "1");
}

} // namespace
} // namespace greffe::test
