#include "server/domain/timestamp.hpp"

#include <gtest/gtest.h>

#include <random>

namespace greffe::domain {
namespace {

using namespace std::chrono;

TEST(Timestamp, ReadsRfc3339WithAnOffset) {
    const std::pair<const char*, const char*> table[] = {
        {"2024-04-09T07:56:00Z", "2024-04-09T07:56:00Z"},
        {"2024-04-09t07:56:00z", "2024-04-09T07:56:00Z"},
        {"2024-04-09T09:56:00+02:00", "2024-04-09T07:56:00Z"},
        {"2024-04-08T22:26:00-09:30", "2024-04-09T07:56:00Z"},
        {"2024-04-09T07:56:00-00:00", "2024-04-09T07:56:00Z"},
        {"2024-04-09T07:56:00.5Z", "2024-04-09T07:56:00.5Z"},
        {"2024-04-09T07:56:00.000001Z", "2024-04-09T07:56:00.000001Z"},
        {"2024-04-09T07:56:00.1234567891234Z", "2024-04-09T07:56:00.123456Z"},
        {"2024-04-09T07:56:00.000000Z", "2024-04-09T07:56:00Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        {"2000-02-29T23:59:59Z", "2000-02-29T23:59:59Z"},
        {"1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
        {"2023-12-31T23:30:00-01:00", "2024-01-01T00:30:00Z"},
    };
    for (const auto& [text, printed] : table) {
        const auto time = parse_rfc3339(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(to_rfc3339(*time), printed) << text;
    }
}

TEST(Timestamp, RefusesEverythingElse) {
    for (const char* text : {
             "",
             "2024",
             "2024-04-09",
             "2024-04-09T07:56:00",
             "2024-04-09 07:56:00Z",
             "2024-04-09T07:56Z",
             "2024-04-09T07:56:00+0200",
             "2024-04-09T07:56:00+02",
             "2024-04-09T07:56:00+24:00",
             "2024-04-09T07:56:00+02:60",
             "2024-04-09T07:56:00.Z",
             "2024-04-09T07:56:00,5Z",
             "2024-04-09T24:00:00Z",
             "2024-04-09T07:60:00Z",
             "2016-12-31T23:59:60Z",
             "2023-02-29T00:00:00Z",
             "1900-02-29T00:00:00Z",
             "2024-13-01T00:00:00Z",
             "2024-00-01T00:00:00Z",
             "2024-04-31T00:00:00Z",
             "2024-04-00T00:00:00Z",
             "0000-01-01T00:00:00Z",
             "10000-01-01T00:00:00Z",
             "-2024-04-09T07:56:00Z",
             "+2024-04-09T07:56:00Z",
             "2024-04-09T07:56:00Z ",
             " 2024-04-09T07:56:00Z",
             "2024-4-9T7:56:00Z",
             "20240409T075600Z",
             "2024-04-09T07:56:00ZZ",
             "２０24-04-09T07:56:00Z",
             // in range as written, out of it in UTC
             "0001-01-01T00:00:00+01:00",
             "9999-12-31T23:59:59-01:00",
         })
        EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
    EXPECT_EQ(parse_rfc3339(std::string_view("2024-04-09T07:56:00Z\0", 21)), std::nullopt) << "NUL behind";
}

TEST(Timestamp, WhatIsPrintedIsReadBack) {
    std::mt19937_64 random(20240409);
    const auto first = timestamp{sys_days{year{1} / 1 / 1}}.time_since_epoch().count();
    const auto last = timestamp{sys_days{year{10000} / 1 / 1}}.time_since_epoch().count() - 1;
    std::uniform_int_distribution<std::int64_t> any(first, last);
    for (int i = 0; i < 20'000; ++i) {
        auto micros = any(random);
        if (i % 3 == 0) micros -= micros % 1'000'000; // many times have no fraction
        const timestamp time{microseconds{micros}};
        const auto printed = to_rfc3339(time);
        ASSERT_EQ(parse_rfc3339(printed), time) << printed;
    }
}

TEST(Timestamp, PrintedTimesSortAsTheyAre) {
    std::mt19937_64 random(7);
    std::uniform_int_distribution<std::int64_t> any(0, 4'102'444'800LL);
    for (int i = 0; i < 2'000; ++i) {
        const timestamp a{seconds{any(random)}};
        const timestamp b{seconds{any(random)}};
        EXPECT_EQ(a < b, to_rfc3339(a) < to_rfc3339(b));
    }
}

TEST(Timestamp, APlausiblePastEndsADayAhead) {
    const timestamp now = *parse_rfc3339("2024-04-09T12:00:00Z");
    EXPECT_TRUE(is_plausible_past(timestamp{}, now));
    EXPECT_FALSE(is_plausible_past(timestamp{} - microseconds{1}, now));
    EXPECT_TRUE(is_plausible_past(now, now));
    EXPECT_TRUE(is_plausible_past(now + days{1}, now));
    EXPECT_FALSE(is_plausible_past(now + days{1} + microseconds{1}, now));
}

} // namespace
} // namespace greffe::domain
