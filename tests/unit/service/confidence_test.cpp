// Shares are told with their Wilson intervals.
#include "server/service/confidence.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace greffe::service {
namespace {

/// The definition itself: the p for which (hits/of - p)^2 = z^2 p (1-p) / of, found by halving.
double bound(share counted, bool upper) {
    constexpr double z = 1.959963984540054;
    const auto n = static_cast<double>(counted.of);
    const double seen = static_cast<double>(counted.hits) / n;
    double inside = seen;
    double outside = upper ? 1 : 0;
    for (int i = 0; i < 200; ++i) {
        const double p = (inside + outside) / 2;
        ((seen - p) * (seen - p) <= z * z * p * (1 - p) / n ? inside : outside) = p;
    }
    return inside;
}

TEST(Wilson, SolvesItsEquation) {
    for (const std::int64_t of : {1, 2, 7, 30, 1000})
        for (std::int64_t hits = 0; hits <= of; hits += std::max<std::int64_t>(1, of / 7)) {
            const auto got = wilson({hits, of});
            EXPECT_NEAR(got.low, bound({hits, of}, false), 1e-9) << hits << " of " << of;
            EXPECT_NEAR(got.high, bound({hits, of}, true), 1e-9) << hits << " of " << of;
        }
}

TEST(Wilson, KnownValues) {
    const auto nine_of_ten = wilson({9, 10});
    EXPECT_NEAR(nine_of_ten.low, 0.5958, 1e-4);
    EXPECT_NEAR(nine_of_ten.high, 0.9821, 1e-4);
    EXPECT_EQ(wilson({0, 5}).low, 0);
    EXPECT_EQ(wilson({5, 5}).high, 1);
}

TEST(Wilson, OfNothingEverythingIsPossible) {
    EXPECT_EQ(wilson({}).low, 0);
    EXPECT_EQ(wilson({}).high, 1);
}

} // namespace
} // namespace greffe::service
