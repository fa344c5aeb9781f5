#include "server/delivery/housekeeping.hpp"

#include "tests/support/await.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace greffe::delivery {
namespace {

using namespace std::chrono_literals;
using namespace service::ports;
using testing::ElementsAreArray;

class counted_chores final : public chore_store {
  public:
    std::map<chore, int> parts_left;
    std::vector<chore> worked;

    boost::asio::awaitable<chore_outcome> work(duty on) override {
        worked.push_back(on.what);
        co_return parts_left[on.what]-- > 0 ? chore_outcome::part : chore_outcome::whole;
    }
};

TEST(Housekeeping, DoesABatchOfEveryDutyAndComesBackSoonWhileThereIsMore) {
    counted_chores store;
    store.parts_left[chore::prune_changes] = 2;
    housekeeping house(store);
    EXPECT_LT(test::await(house.beat()), 1s);
    EXPECT_LT(test::await(house.beat()), 1s);
    EXPECT_GE(test::await(house.beat()), 10s);
    std::vector<chore> thrice;
    for (int i = 0; i < 3; ++i)
        for (const duty& one : all_duties()) thrice.push_back(one.what);
    EXPECT_EQ(thrice.size(), 12u);
    EXPECT_THAT(store.worked, ElementsAreArray(thrice)) << "a long duty holds up no other";
}

TEST(Housekeeping, KeepsChangesForThirtyDaysAndFirstAnswersForSevenAndMarksLongerThanAnyRuleLooksBack) {
    std::map<chore, std::chrono::seconds> kept;
    for (const duty& one : all_duties()) kept[one.what] = one.keep;
    EXPECT_EQ(kept.at(chore::prune_changes), 30 * 24h);
    EXPECT_EQ(kept.at(chore::prune_idempotency), 7 * 24h);
    EXPECT_GT(kept.at(chore::prune_marks), 30 * 24h);
}

} // namespace
} // namespace greffe::delivery
