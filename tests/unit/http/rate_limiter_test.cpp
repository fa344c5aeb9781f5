// Token buckets against a clock of our own, and a simple count as their oracle.
#include "server/http/rate_limiter.hpp"

#include <gtest/gtest.h>

#include <random>

namespace greffe::http {
namespace {

using namespace std::chrono_literals;
using platform::rate;

client_name key(std::uint8_t n) {
    domain::key_id id;
    id.value.bytes[15] = n;
    return client_name::of(id);
}

class RateLimiter : public testing::Test {
  protected:
    bool take(std::uint8_t who, rate allowed) { return !limiter.take(key(who), allowed, now); }
    rate_limiter limiter{4};
    rate_limiter::clock::time_point now{1h};
};

TEST_F(RateLimiter, LetsABurstThroughAndThenOneAfterAnother) {
    const rate ten{.per_second = 10, .burst = 3};
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(1, ten)) << i;
    const auto wait = limiter.take(key(1), ten, now);
    ASSERT_TRUE(wait);
    EXPECT_EQ(*wait, 100ms);
    now += *wait;
    EXPECT_TRUE(take(1, ten));
    EXPECT_FALSE(take(1, ten));
    now += 10s;
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(1, ten)) << "no more than a burst is saved up";
    EXPECT_FALSE(take(1, ten));
}

TEST_F(RateLimiter, ClientsDoNotShare) {
    const rate one{.per_second = 1, .burst = 1};
    EXPECT_TRUE(take(1, one));
    EXPECT_FALSE(take(1, one));
    EXPECT_TRUE(take(2, one));
    const auto address = client_name::of(platform::ip_address::parse("192.0.2.1").value());
    EXPECT_FALSE(limiter.take(address, one, now));
    EXPECT_TRUE(limiter.take(address, one, now));
}

TEST_F(RateLimiter, WithoutALimitNothingIsCountedOrKept) {
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(take(1, rate{}));
    EXPECT_EQ(limiter.clients(), 0u);
}

TEST_F(RateLimiter, WhatIsGivenBackCanBeTakenAgain) {
    const rate one{.per_second = 1, .burst = 1};
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(take(1, one));
        limiter.give_back(key(1), one);
    }
    limiter.give_back(key(1), one);
    EXPECT_TRUE(take(1, one));
}

TEST_F(RateLimiter, TheTableIsBoundedAndForgetsWhoWasSilentForLongest) {
    const rate one{.per_second = 0.001, .burst = 1};
    for (std::uint8_t who = 1; who <= 4; ++who) EXPECT_TRUE(take(who, one));
    EXPECT_FALSE(take(1, one)) << "and is now the last seen";
    EXPECT_TRUE(take(5, one));
    EXPECT_EQ(limiter.clients(), 4u);
    EXPECT_FALSE(take(1, one));
    EXPECT_TRUE(take(2, one)) << "forgotten: a full bucket again";
}

TEST_F(RateLimiter, OverAnyTimeNoMoreThanBurstPlusRate) {
    std::mt19937 random(7);
    const rate allowed{.per_second = 20, .burst = 5};
    const auto began = now;
    int passed = 0;
    for (int i = 0; i < 2000; ++i) {
        now += std::chrono::milliseconds(random() % 30);
        passed += take(1, allowed) ? 1 : 0;
        const double seconds = std::chrono::duration<double>(now - began).count();
        ASSERT_LE(passed, 5 + 20 * seconds + 1);
    }
    EXPECT_GE(passed, 20 * std::chrono::duration<double>(now - began).count() * 0.9) << "and hardly less";
}

} // namespace
} // namespace greffe::http
