// Deadlines on a real database: what the policy says is done once, by one of many servers, whoever is killed.
#include "server/service/meet_deadlines.hpp"
#include "server/store/deadline_store_pg.hpp"
#include "tests/integration/store/ingest_harness.hpp"
#include "tests/integration/store/review_house.hpp"
#include "tests/support/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::deadline_action;

class Deadlines : public testing::Test {
  protected:
    /// A held comment whose case has been due for a second.
    domain::comment_id due(const std::string& external_id, const std::string& then) {
        const auto id = house.add_comment(place, external_id, comment_status::held);
        house.sql("UPDATE greffe.review_case SET deadline = now() - interval '1 second', at_deadline = $2 "
                  "WHERE comment_id = $1::uuid",
                  {id.to_string(), then});
        return id;
    }
    std::string status(domain::comment_id id) {
        return house.value("SELECT status FROM greffe.comment WHERE comment_id = $1::uuid", {id.to_string()});
    }
    std::string of_case(const std::string& column, domain::comment_id id) {
        return house.value("SELECT " + column + " FROM greffe.review_case WHERE comment_id = $1::uuid",
                           {id.to_string()});
    }
    /// Batch after batch, until nothing is due.
    void work_off() {
        while (house.count(
                   "SELECT count(*) FROM greffe.review_case WHERE state <> 'closed' AND deadline <= now() "
                   "AND deadline_missed_at IS NULL AND at_deadline <> 'stay_held'") > 0)
            await(deadlines.beat());
    }

    review_house house{8};
    tenant place = house.add_tenant("bourse");
    store::deadline_store_pg store{house.pool};
    std::atomic<int> published = 0;
    std::atomic<int> alerted = 0;
    service::meet_deadlines deadlines{store, house.env, [this](deadline_action did) {
                                          ++(did == deadline_action::publish ? published : alerted);
                                      }};
};

TEST_F(Deadlines, EachDoesWhatItsPolicySaysOnce) {
    const auto publish = due("c1", "publish");
    const auto alert = due("c2", "alert");
    const auto stays = due("c3", "stay_held");
    for (int i = 0; i < 3; ++i) await(deadlines.beat());
    EXPECT_EQ(status(publish), "published");
    EXPECT_EQ(of_case("state", publish), "closed");
    EXPECT_EQ(house.value("SELECT decider || ' ' || action || ' ' || reason FROM greffe.decision"),
              "00000000-0000-7000-8000-000000000001 approve deadline");
    EXPECT_EQ(status(alert), "held");
    EXPECT_EQ(of_case("priority", alert), "895");
    EXPECT_NE(of_case("deadline_missed_at", alert), "");
    EXPECT_EQ(status(stays), "held");
    EXPECT_EQ(of_case("deadline_missed_at", stays), "");
    EXPECT_EQ(house.value("SELECT string_agg(kind, ' ' ORDER BY seq) FROM greffe.event"),
              "decided deadline_missed");
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.outbox"), 2);
    EXPECT_EQ(house.count("SELECT published_count FROM greffe.thread"), 1);
    EXPECT_EQ(published, 1);
    EXPECT_EQ(alerted, 1);
}

TEST_F(Deadlines, ACaseUnderSomebodysHandsWaitsForThem) {
    const auto id = due("c1", "publish");
    const auto anna = review_house::someone(domain::role::moderator);
    ASSERT_TRUE(await(house.review.renew(anna, id)));
    await(deadlines.beat());
    EXPECT_EQ(status(id), "held");
    house.expire_leases();
    await(deadlines.beat());
    EXPECT_EQ(status(id), "published");
}

TEST_F(Deadlines, TheQueueShowsWhatIsDueAndWhatWasMissed) {
    const auto id = due("c1", "alert");
    const auto anna = review_house::someone(domain::role::moderator);
    const auto seen = [&] { return await(house.review.queue(anna, std::nullopt, {})).value().items.at(0); };
    EXPECT_TRUE(seen().deadline);
    EXPECT_FALSE(seen().deadline_missed);
    await(deadlines.beat());
    EXPECT_TRUE(seen().deadline_missed);
    EXPECT_TRUE(await(house.review.show(anna, id)).value().summary.deadline_missed);
    EXPECT_TRUE(
        await(house.review.claim(anna, std::nullopt, 1, std::nullopt)).value().cases.at(0).deadline_missed);
}

TEST_F(Deadlines, ServersAndModeratorsTogetherDecideEachOnce) {
    constexpr int comments = 200;
    std::vector<domain::comment_id> ids;
    for (int i = 0; i < comments; ++i) ids.push_back(due("c" + std::to_string(i), "publish"));
    std::atomic<int> by_hand = 0;
    {
        std::vector<std::jthread> all;
        for (int i = 0; i < 2; ++i)
            all.emplace_back([this] {
                for (int batch = 0; batch < 40; ++batch) await(deadlines.beat());
            });
        all.emplace_back([&] {
            const auto anna = review_house::someone(domain::role::moderator);
            for (const auto& id : ids)
                by_hand += await(house.review.decide(
                                     anna, id, decision_of(domain::decision_action::reject, 1), std::nullopt))
                               .has_value();
        });
    }
    work_off();
    EXPECT_EQ(published + by_hand, comments);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.decision"), comments);
    EXPECT_EQ(house.count("SELECT count(DISTINCT comment_id) FROM greffe.decision"), comments);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event WHERE kind = 'decided'"), comments);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.comment WHERE status = 'published'"), published);
}

TEST_F(Deadlines, AKilledServerLeavesEachDoneOrUndone) {
    constexpr int comments = 300;
    for (int i = 0; i < comments; ++i) due("c" + std::to_string(i), "publish");
    std::atomic<bool> done = false;
    std::jthread killer([&] {
        const auto look = store::connect(superuser_url(house.url));
        while (!done) {
            pqxx::nontransaction kill(*look);
            kill.exec(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND query LIKE '%greffe.decision%'");
        }
    });
    int broken = 0;
    for (int batches = 0; batches < 400; ++batches) {
        try {
            await(deadlines.beat());
        } catch (const service::ports::store_unavailable&) {
            if (++broken >= 20) break;
        }
    }
    done = true;
    killer.join();
    EXPECT_GT(broken, 0) << "nobody was killed at work";
    const auto owner = store::connect(house.url); // the house's own connection may be among the killed
    for (;;) {
        await(deadlines.beat());
        pqxx::nontransaction look(*owner);
        if (look.exec("SELECT count(*) FROM greffe.comment WHERE status = 'held'")[0][0].as<int>() == 0)
            break;
    }
    pqxx::nontransaction look(*owner);
    const auto counts =
        look.exec("SELECT count(*), count(DISTINCT comment_id), (SELECT count(*) FROM greffe.event) "
                  "FROM greffe.decision");
    EXPECT_EQ(counts[0][0].as<int>(), comments);
    EXPECT_EQ(counts[0][1].as<int>(), comments);
    EXPECT_EQ(counts[0][2].as<int>(), comments);
}

} // namespace
} // namespace greffe::test
