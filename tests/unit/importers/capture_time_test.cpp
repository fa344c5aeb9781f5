#include "admin-cli/importers/capture_time.hpp"
#include "tests/unit/importers/pages.hpp"

namespace greffe::test {
namespace {

using importers::page_options;
using importers::read_capture_time;

TEST(capture_time, is_an_instant_or_the_end_of_a_day_in_paris) {
    page_options options;
    ASSERT_TRUE(read_capture_time("2026-01-29T08:00:00+01:00", options));
    EXPECT_EQ(options.captured_at, at("2026-01-29T07:00:00Z"));
    EXPECT_FALSE(options.captured_to_the_day);
    ASSERT_TRUE(read_capture_time("2026-10-01", options));
    EXPECT_EQ(options.captured_at, at("2026-10-01T21:59:59Z"));
    EXPECT_TRUE(options.captured_to_the_day);
    ASSERT_TRUE(read_capture_time("2025-12-31", options));
    EXPECT_EQ(options.captured_at, at("2025-12-31T22:59:59Z"));
}

TEST(capture_time, is_nothing_else) {
    page_options options;
    for (const char* text :
         {"", "now", "hier", "2026-02-30", "2026-10", "01/10/2026", "2026-10-01T08:00:00"}) {
        EXPECT_FALSE(read_capture_time(text, options)) << text;
        EXPECT_FALSE(options.captured_at) << text;
    }
}

TEST(capture_time, of_a_day_admits_what_that_day_shows) {
    page_options options;
    ASSERT_TRUE(read_capture_time("2025-01-30", options));
    EXPECT_EQ(read_named("full.txt", options).capture.related.size(), 4u);
}

TEST(capture_time, of_a_day_leaves_relative_times_no_minutes) {
    page_options options;
    ASSERT_TRUE(read_capture_time("2025-04-01", options));
    const auto page = read_named("relative_times.txt", options);
    EXPECT_EQ(page.comments.at(0).posted->precision, domain::time_precision::day);    // il y a 12 min
    EXPECT_EQ(page.comments.at(2).posted->precision, domain::time_precision::minute); // hier à 18h05
    EXPECT_EQ(page.comments[2].posted->utc, at("2025-03-31T16:05:00Z"));
}

} // namespace
} // namespace greffe::test
