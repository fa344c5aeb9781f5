#include "tests/integration/store/review_house.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::decision_action;
using domain::errc;

class ReviewOnce : public testing::Test {
  protected:
    static constexpr int racers = 12;
    review_house house{racers};
    tenant place = house.add_tenant("bourse");
    domain::principal anna = review_house::someone(domain::role::moderator);
};

TEST_F(ReviewOnce, ARetryGetsTheFirstAnswerToADecision) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    const auto request = decision_of(decision_action::approve, 1);
    const auto first = await(house.review.decide(anna, id, request, once("k1", "approve c 1"))).value();
    const auto again = await(house.review.decide(anna, id, request, once("k1", "approve c 1"))).value();
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.version, first.version);
    EXPECT_EQ(again.status, first.status);
    EXPECT_EQ(again.state, first.state);
    EXPECT_EQ(again.comment, first.comment);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.decision"), 1);
}

TEST_F(ReviewOnce, TheSameKeyWithAnotherRequestIsRefused) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    ASSERT_TRUE(await(
        house.review.decide(anna, id, decision_of(decision_action::approve, 1), once("k1", "approve"))));
    const auto other =
        await(house.review.decide(anna, id, decision_of(decision_action::reject, 1), once("k1", "reject")));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, errc::idempotency_key_reused);
    const auto bruno = review_house::someone(domain::role::moderator);
    EXPECT_EQ(
        await(house.review.decide(bruno, id, decision_of(decision_action::reject, 1), once("k1", "reject")))
            .error()
            .code,
        errc::stale_version)
        << "keys are told apart by who asks";
}

TEST_F(ReviewOnce, ARefusalIsNotKept) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    const auto request = decision_of(decision_action::approve, 2);
    EXPECT_EQ(await(house.review.decide(anna, id, request, once("k1", "x"))).error().code,
              errc::stale_version);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.idempotency"), 0);
    house.add_revision(place, id, "Texte corrigé.");
    EXPECT_TRUE(await(house.review.decide(anna, id, request, once("k1", "x"))));
}

TEST_F(ReviewOnce, IdenticalDecisionsThatRaceGetOneAnswer) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    std::vector<std::optional<service::decision_answer>> answers(racers);
    std::vector<std::jthread> threads;
    for (auto& answer : answers)
        threads.emplace_back([&] {
            const auto decided = await(house.review.decide(anna, id, decision_of(decision_action::reject, 1),
                                                           once("k1", "reject c 1")));
            if (decided) answer = *decided;
        });
    threads.clear();
    std::set<domain::decision_id> ids;
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer);
        ids.insert(answer->id);
        EXPECT_EQ(answer->status, comment_status::rejected);
    }
    EXPECT_EQ(ids.size(), 1U);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.decision"), 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event"), 1);
}

TEST_F(ReviewOnce, IdenticalReportsOfAnonymousReadersThatRaceAreOne) {
    const auto id = house.add_comment(place, "c", comment_status::published);
    const auto site_key = review_house::someone(domain::role::reporter, place.site);
    std::vector<std::optional<service::report_answer>> answers(racers);
    std::vector<std::jthread> threads;
    for (auto& answer : answers)
        threads.emplace_back([&] {
            const auto reported = await(
                house.review.report(site_key, place.site, "c", report_of("spam"), once("k1", "spam c")));
            if (reported) answer = *reported;
        });
    threads.clear();
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->receipt, answers[0]->receipt);
        EXPECT_EQ(answer->received_at, answers[0]->received_at);
    }
    EXPECT_EQ(house.value("SELECT report_count FROM greffe.review_case WHERE comment_id = $1::uuid",
                          {id.to_string()}),
              "1");
}

TEST_F(ReviewOnce, OneReaderWhoReportsManyTimesAtOnceIsCountedOnce) {
    house.add_comment(place, "c", comment_status::published);
    house.add_comment(place, "d", comment_status::published);
    const auto other = house.add_tenant("autre");
    house.add_comment(other, "c", comment_status::published);
    const auto reporter = review_house::someone(domain::role::admin);
    std::vector<std::jthread> threads;
    for (int i = 0; i < racers; ++i)
        threads.emplace_back([&, i] {
            const auto& where = i % 3 == 2 ? other : place;
            const std::string comment = i % 3 == 1 ? "d" : "c";
            EXPECT_TRUE(await(house.review.report(reporter, where.site, comment,
                                                  report_of("spam", "lecteur-7"), std::nullopt)));
        });
    threads.clear();
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.report"), 3);
    EXPECT_EQ(house.count("SELECT count(*) FROM personal.reader"), 2) << "one a site";
}

TEST_F(ReviewOnce, ARetriedClaimGetsTheSameCases) {
    for (int i = 0; i < 4; ++i) house.add_comment(place, "c" + std::to_string(i), comment_status::held);
    const auto first = await(house.review.claim(anna, std::nullopt, 2, once("k1", "claim 2"))).value();
    const auto again = await(house.review.claim(anna, std::nullopt, 2, once("k1", "claim 2"))).value();
    ASSERT_EQ(again.cases.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(again.cases[i].id, first.cases[i].id);
        EXPECT_EQ(again.cases[i].excerpt, first.cases[i].excerpt);
        EXPECT_EQ(again.cases[i].opened_at, first.cases[i].opened_at);
        EXPECT_EQ(again.cases[i].leased_until, first.cases[i].leased_until);
    }
    EXPECT_EQ(again.leased_until, first.leased_until);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.review_case WHERE lease_holder IS NOT NULL"), 2);
}

TEST_F(ReviewOnce, AKeyMustBePrintable) {
    for (const auto& key : {std::string(), std::string(256, 'k'), std::string("a b"), std::string("é")})
        EXPECT_EQ(await(house.review.claim(anna, std::nullopt, 1, once(key, "x"))).error().field,
                  "Idempotency-Key");
}

} // namespace
} // namespace greffe::test
