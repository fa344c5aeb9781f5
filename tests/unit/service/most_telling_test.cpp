// The few comments that tell most of a change.
#include "server/service/most_telling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace greffe::service {
namespace {

telling_change change(std::uint8_t number, const std::string& rule, people_say people = people_say::nothing,
                      int severity = 1, int score = 0) {
    telling_change made;
    made.people = people;
    made.severity = severity;
    made.score = score;
    made.rule = rule;
    made.comment.value.bytes[15] = number;
    return made;
}

std::vector<int> numbers(const most_telling& of) {
    std::vector<int> all;
    for (const auto& each : of.chosen()) all.push_back(each.comment.value.bytes[15]);
    return all;
}

TEST(MostTelling, WhatPeopleContradictComesFirstThenWhatTheyConfirm) {
    most_telling of;
    of.add(change(1, "a", people_say::nothing, 3));
    of.add(change(2, "b", people_say::agree));
    of.add(change(3, "c", people_say::contradict));
    EXPECT_THAT(numbers(of), testing::ElementsAre(3, 2, 1));
}

TEST(MostTelling, EveryRuleIsSeenBeforeAnyIsSeenTwice) {
    most_telling of(3);
    for (std::uint8_t i = 1; i < 20; ++i) of.add(change(i, "loud", people_say::nothing, 3, 100));
    of.add(change(30, "quiet"));
    of.add(change(31, "soft", people_say::nothing, 2));
    const auto got = numbers(of);
    EXPECT_THAT(got, testing::ElementsAre(testing::Lt(20), 31, 30));
    EXPECT_EQ(of.count(), 21);
}

TEST(MostTelling, TheGreaterChangeThenTheHigherScoreThenTheNewer) {
    most_telling of;
    of.add(change(1, "a", people_say::nothing, 1, 90));
    of.add(change(2, "a", people_say::nothing, 2, 10));
    of.add(change(3, "a", people_say::nothing, 2, 20));
    auto newer = change(4, "a", people_say::nothing, 2, 20);
    newer.at = std::chrono::sys_seconds(std::chrono::seconds{5});
    of.add(newer);
    EXPECT_THAT(numbers(of), testing::ElementsAre(4, 3, 2, 1));
}

/// Oracle: all of them at once, in the order of the contract.
TEST(MostTelling, TheSameOnesInWhateverOrderAndOnHoweverManyThreads) {
    std::mt19937 random(7);
    std::vector<telling_change> all;
    for (std::uint8_t i = 0; i < 200; ++i)
        all.push_back(change(i, std::string(1, static_cast<char>('a' + random() % 5)),
                             static_cast<people_say>(random() % 3), static_cast<int>(random() % 3),
                             static_cast<int>(random() % 4)));
    most_telling one;
    for (const auto& each : all) one.add(each);
    for (int round = 0; round < 20; ++round) {
        std::ranges::shuffle(all, random);
        most_telling first, second;
        for (const auto& each : all) (random() % 2 ? first : second).add(each);
        first.add_all(std::move(second));
        EXPECT_EQ(numbers(first), numbers(one));
        EXPECT_EQ(first.count(), 200);
    }
    EXPECT_EQ(numbers(one).size(), 10u);
}

} // namespace
} // namespace greffe::service
