#include "tests/integration/store/review_house.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::errc;

std::vector<std::string> names(const std::vector<service::case_summary>& cases) {
    std::vector<std::string> out;
    for (const auto& one : cases) out.push_back(one.external_id);
    return out;
}

class ReviewQueue : public testing::Test {
  protected:
    std::vector<std::string> claim(const domain::principal& who, int count) {
        return names(await(house.review.claim(who, std::nullopt, count, std::nullopt)).value().cases);
    }

    review_house house;
    tenant place = house.add_tenant("bourse");
    domain::principal anna = review_house::someone(domain::role::moderator);
    domain::principal bruno = review_house::someone(domain::role::moderator);
};

TEST_F(ReviewQueue, IsOrderedByPriorityThenAgeAndPagesWithoutGapOrRepeat) {
    for (int i = 0; i < 7; ++i) house.add_comment(place, "held-" + std::to_string(i), comment_status::held);
    house.add_comment(place, "reported", comment_status::published);
    ASSERT_TRUE(await(house.review.report(anna, place.site, "reported", report_of("spam"), std::nullopt)));
    std::vector<std::string> seen;
    service::page_request request{.cursor = std::nullopt, .limit = 3};
    do {
        const auto page = await(house.review.queue(anna, std::nullopt, request)).value();
        EXPECT_LE(page.items.size(), 3U);
        for (const auto& name : names(page.items)) seen.push_back(name);
        request.cursor = page.next;
    } while (request.cursor);
    EXPECT_EQ(seen, (std::vector<std::string>{"reported", "held-0", "held-1", "held-2", "held-3", "held-4",
                                              "held-5", "held-6"}));
}

TEST_F(ReviewQueue, RefusesABrokenCursorAndABadLimit) {
    for (const auto* cursor : {"", "pas-un-curseur", "AAAA", "%%%", "YQpiCmM"}) {
        const auto refused =
            await(house.review.queue(anna, std::nullopt, {.cursor = std::string(cursor), .limit = 10}));
        ASSERT_FALSE(refused) << cursor;
        EXPECT_EQ(refused.error().code, errc::invalid_field);
        EXPECT_EQ(refused.error().field, "cursor");
    }
    EXPECT_EQ(
        await(house.review.queue(anna, std::nullopt, {.cursor = std::nullopt, .limit = 0})).error().field,
        "limit");
    EXPECT_EQ(await(house.review.claim(anna, std::nullopt, 51, std::nullopt)).error().field, "count");
}

TEST_F(ReviewQueue, ShowsOnlyTheSitesOfTheKey) {
    house.add_comment(place, "here", comment_status::held);
    const auto other = house.add_tenant("autre");
    house.add_comment(other, "there", comment_status::held);
    const auto bound = review_house::someone(domain::role::moderator, other.site);
    EXPECT_EQ(names(await(house.review.queue(bound, std::nullopt, {})).value().items),
              std::vector<std::string>{"there"});
    EXPECT_EQ(names(await(house.review.queue(anna, place.site, {})).value().items),
              std::vector<std::string>{"here"});
    EXPECT_EQ(await(house.review.queue(bound, place.site, {})).error().code, errc::not_found);
    EXPECT_EQ(await(house.review.claim(bound, place.site, 1, std::nullopt)).error().code, errc::not_found);
    EXPECT_EQ(claim(bound, 10), std::vector<std::string>{"there"});
}

TEST_F(ReviewQueue, ClaimLeasesTheBestCasesForFiveMinutesOfTheDatabasesClock) {
    for (int i = 0; i < 3; ++i) house.add_comment(place, "held-" + std::to_string(i), comment_status::held);
    const auto claimed = await(house.review.claim(anna, std::nullopt, 2, std::nullopt)).value();
    EXPECT_EQ(names(claimed.cases), (std::vector<std::string>{"held-0", "held-1"}));
    EXPECT_EQ(
        house.count("SELECT count(*) FROM greffe.review_case WHERE lease_until BETWEEN clock_timestamp() + "
                    "interval '4 min 50 s' AND clock_timestamp() + interval '5 min'"),
        2);
    for (const auto& one : claimed.cases) {
        EXPECT_TRUE(one.leased_by_me);
        EXPECT_EQ(one.leased_until, claimed.leased_until);
        EXPECT_EQ(one.version, 1) << "a lease is no change of the case";
    }
    EXPECT_EQ(claim(bruno, 10), std::vector<std::string>{"held-2"});
    EXPECT_TRUE(claim(anna, 10).empty());
    const auto queue = await(house.review.queue(bruno, std::nullopt, {})).value().items;
    ASSERT_EQ(queue.size(), 3U);
    EXPECT_FALSE(queue[0].leased_by_me);
    EXPECT_TRUE(queue[0].leased_until);
    EXPECT_TRUE(queue[2].leased_by_me);
}

TEST_F(ReviewQueue, ALeaseThatRanOutIsAbsent) {
    const auto id = house.add_comment(place, "held", comment_status::held);
    ASSERT_EQ(claim(anna, 1).size(), 1U);
    EXPECT_EQ(await(house.review.renew(bruno, id)).error().code, errc::lease_held_by_other);
    house.expire_leases();
    EXPECT_FALSE(await(house.review.queue(anna, std::nullopt, {})).value().items.at(0).leased_until);
    EXPECT_EQ(claim(bruno, 1), std::vector<std::string>{"held"});
    EXPECT_EQ(await(house.review.renew(anna, id)).error().code, errc::lease_held_by_other);
}

TEST_F(ReviewQueue, ItsHolderRenewsAndReleases) {
    const auto id = house.add_comment(place, "held", comment_status::held);
    const auto first = await(house.review.claim(anna, std::nullopt, 1, std::nullopt)).value().leased_until;
    const auto renewed = await(house.review.renew(anna, id)).value();
    ASSERT_TRUE(renewed.leased_until);
    EXPECT_GT(*renewed.leased_until, first);
    EXPECT_EQ(await(house.review.release(bruno, id)).error().code, errc::lease_held_by_other);
    EXPECT_FALSE(await(house.review.release(anna, id)).value().leased_until);
    EXPECT_EQ(claim(bruno, 1).size(), 1U);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event"), 0);
    EXPECT_EQ(await(house.review.renew(anna, domain::comment_id{})).error().code, errc::not_found);
}

TEST_F(ReviewQueue, EscalatedCasesAreForSupervisors) {
    const auto id = house.add_comment(place, "held", comment_status::held);
    ASSERT_EQ(claim(anna, 1).size(), 1U);
    EXPECT_EQ(await(house.review.escalate(bruno, id, "juridique")).error().code, errc::lease_held_by_other);
    const auto escalated = await(house.review.escalate(anna, id, "juridique")).value();
    EXPECT_EQ(escalated.state, domain::case_state::escalated);
    EXPECT_EQ(escalated.version, 2);
    EXPECT_FALSE(escalated.leased_until) << "whoever escalates gives the case away";
    EXPECT_EQ(house.value("SELECT kind FROM greffe.event"), "escalated");
    EXPECT_EQ(await(house.review.escalate(anna, id, "")).error().code, errc::already_in_target_state);
    EXPECT_TRUE(claim(bruno, 1).empty());
    EXPECT_EQ(claim(review_house::someone(domain::role::supervisor), 1).size(), 1U);
}

TEST_F(ReviewQueue, SixteenClaimersNeverGetTheSameCaseAndNoDecisionIsDoubled) {
    constexpr int cases = 120;
    constexpr int claimers = 16;
    review_house busy(claimers);
    const auto where = busy.add_tenant("bourse");
    for (int i = 0; i < cases; ++i) busy.add_comment(where, "c" + std::to_string(i), comment_status::held);
    std::vector<std::vector<domain::comment_id>> mine(claimers);
    std::vector<std::jthread> threads;
    for (auto& taken : mine)
        threads.emplace_back([&busy, &taken] {
            const auto who = review_house::someone(domain::role::moderator);
            for (;;) {
                const auto claimed = await(busy.review.claim(who, std::nullopt, 3, std::nullopt)).value();
                if (claimed.cases.empty()) return; // the others hold what is left, and decide it
                for (const auto& one : claimed.cases) {
                    taken.push_back(one.id);
                    const auto decided = await(busy.review.decide(
                        who, one.id, decision_of(domain::decision_action::approve, one.version),
                        std::nullopt));
                    EXPECT_TRUE(decided) << decided.error().detail;
                }
            }
        });
    threads.clear();
    std::set<domain::comment_id> all;
    std::size_t total = 0;
    for (const auto& taken : mine) {
        all.insert(taken.begin(), taken.end());
        total += taken.size();
    }
    EXPECT_EQ(total, static_cast<std::size_t>(cases));
    EXPECT_EQ(all.size(), total);
    EXPECT_EQ(busy.count("SELECT count(*) FROM greffe.decision"), cases);
    EXPECT_EQ(busy.count("SELECT count(DISTINCT comment_id) FROM greffe.decision"), cases);
    EXPECT_EQ(busy.count("SELECT published_count FROM greffe.thread"), cases);
    EXPECT_EQ(busy.count("SELECT count(*) FROM greffe.event"), cases);
    EXPECT_EQ(busy.count("SELECT max(seq) FROM greffe.event"), cases) << "no gap in the thread's numbers";
}

} // namespace
} // namespace greffe::test
