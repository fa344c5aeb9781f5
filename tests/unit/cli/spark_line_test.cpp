#include "admin-cli/spark_line.hpp"

#include <gtest/gtest.h>

namespace greffe::cli {

TEST(SparkLine, DrawsTheGreatestAsAFullBlockAndNothingAsADot) {
    EXPECT_EQ(spark_line({}), "");
    EXPECT_EQ(spark_line({0, 0}), "··");
    EXPECT_EQ(spark_line({1, 2, 4, 8}), "▁▂▄█");
    EXPECT_EQ(spark_line({1, 100'000}), "▁█") << "what is not zero is seen";
    EXPECT_EQ(spark_line({-3, 5}), "·█");
}

} // namespace greffe::cli
