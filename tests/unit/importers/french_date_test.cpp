#include "admin-cli/importers/french_date.hpp"

#include "server/domain/timestamp.hpp"

#include <gtest/gtest.h>

namespace greffe::importers {
namespace {

using domain::time_precision;
using form = french_date::form_type;

cctz::time_zone paris() {
    cctz::time_zone zone;
    EXPECT_TRUE(cctz::load_time_zone("Europe/Paris", &zone));
    return zone;
}

domain::timestamp at(std::string_view rfc3339) {
    return domain::parse_rfc3339(rfc3339).value();
}

struct instant_case {
    const char* text;
    const char* utc; ///< nullptr: no date
};

class every_form : public testing::TestWithParam<instant_case> {};

/// All against one anchor: published 2024-04-09 09:56, captured 2024-07-01 12:00, Paris.
TEST_P(every_form, means_one_instant) {
    const auto& [text, utc] = GetParam();
    const auto date = parse_french_date(text);
    ASSERT_EQ(date.has_value(), utc != nullptr) << text;
    if (!utc) return;
    const auto when = resolve(*date, paris(), {at("2024-04-09T07:56:00Z"), at("2024-07-01T10:00:00Z"), {}});
    ASSERT_TRUE(when) << text;
    EXPECT_EQ(domain::to_rfc3339(when->time.utc), utc) << text;
}

INSTANTIATE_TEST_SUITE_P(named_months, every_form,
                         testing::Values(instant_case{"9 avril 2024 à 09:56", "2024-04-09T07:56:00Z"},
                                         instant_case{"09 avril 2024, 09:56", "2024-04-09T07:56:00Z"},
                                         instant_case{"09 avril 2024 09:56", "2024-04-09T07:56:00Z"},
                                         instant_case{"le 9 avril 2024 à 9h56", "2024-04-09T07:56:00Z"},
                                         instant_case{"9 AVRIL 2024 à 9 h 56", "2024-04-09T07:56:00Z"},
                                         instant_case{"9 avr. 2024, à 09h56", "2024-04-09T07:56:00Z"},
                                         instant_case{"1er janvier 2024 à 00:00", "2023-12-31T23:00:00Z"},
                                         instant_case{"1er janv. 2024 à 00h30", "2023-12-31T23:30:00Z"},
                                         instant_case{"1 févr. 2024 à 12:00", "2024-02-01T11:00:00Z"},
                                         instant_case{"1 février 2024 12:00", "2024-02-01T11:00:00Z"},
                                         instant_case{"1 fevrier 2024 12:00", "2024-02-01T11:00:00Z"},
                                         instant_case{"1 fe\u0301vrier 2024 12:00",
                                                      "2024-02-01T11:00:00Z"}, // decomposed
                                         instant_case{"2 mars 2024 12:00", "2024-03-02T11:00:00Z"},
                                         instant_case{"2 mai 2024 12:00", "2024-05-02T10:00:00Z"},
                                         instant_case{"2 juin 2024 12:00", "2024-06-02T10:00:00Z"},
                                         instant_case{"2 juil. 2023 12:00", "2023-07-02T10:00:00Z"},
                                         instant_case{"2 juillet 2023 12:00", "2023-07-02T10:00:00Z"},
                                         instant_case{"2 août 2023 12:00", "2023-08-02T10:00:00Z"},
                                         instant_case{"2 aout 2023 12:00", "2023-08-02T10:00:00Z"},
                                         instant_case{"2 sept. 2023 12:00", "2023-09-02T10:00:00Z"},
                                         instant_case{"2 septembre 2023 12:00", "2023-09-02T10:00:00Z"},
                                         instant_case{"2 oct. 2023 12:00", "2023-10-02T10:00:00Z"},
                                         instant_case{"2 octobre 2023 12:00", "2023-10-02T10:00:00Z"},
                                         instant_case{"2 nov. 2023 12:00", "2023-11-02T11:00:00Z"},
                                         instant_case{"2 novembre 2023 12:00", "2023-11-02T11:00:00Z"},
                                         instant_case{"2 déc. 2023 12:00", "2023-12-02T11:00:00Z"},
                                         instant_case{"2 DÉCEMBRE 2023 12:00", "2023-12-02T11:00:00Z"}));

INSTANTIATE_TEST_SUITE_P(numbers, every_form,
                         testing::Values(instant_case{"09/04/2024 à 09:56", "2024-04-09T07:56:00Z"},
                                         instant_case{"9/4/2024 à 9h56", "2024-04-09T07:56:00Z"},
                                         instant_case{"09.04.2024 09:56", "2024-04-09T07:56:00Z"},
                                         instant_case{"29/02/2024 à 23:59", "2024-02-29T22:59:00Z"}));

INSTANTIATE_TEST_SUITE_P(
    spaces, every_form,
    testing::Values(instant_case{"09 avril\u00A012:52", "2024-04-09T10:52:00Z"},
                    instant_case{"09\u202Favril\u202F12\u202Fh\u202F52", "2024-04-09T10:52:00Z"},
                    instant_case{"09\u2009avril\u2009à\u200912:52", "2024-04-09T10:52:00Z"},
                    instant_case{"\u00A009/04/2024\u00A0à\u00A009:56\u00A0", "2024-04-09T07:56:00Z"},
                    instant_case{"il\u00A0y\u00A0a\u00A05\u202Fmin", "2024-07-01T09:55:00Z"},
                    instant_case{"\t09  avril   12:52", "2024-04-09T10:52:00Z"}));

INSTANTIATE_TEST_SUITE_P(relative, every_form,
                         testing::Values(instant_case{"aujourd'hui à 09:15", "2024-07-01T07:15:00Z"},
                                         instant_case{"Aujourd’hui à 9h15", "2024-07-01T07:15:00Z"},
                                         instant_case{"hier à 18h05", "2024-06-30T16:05:00Z"},
                                         instant_case{"Hier, 18:05", "2024-06-30T16:05:00Z"},
                                         instant_case{"il y a 1 min", "2024-07-01T09:59:00Z"},
                                         instant_case{"il y a 59 minutes", "2024-07-01T09:01:00Z"},
                                         instant_case{"il y a 3 h", "2024-07-01T07:00:00Z"},
                                         instant_case{"Il y a 3h", "2024-07-01T07:00:00Z"},
                                         instant_case{"il y a 12 heures", "2024-06-30T22:00:00Z"},
                                         instant_case{"il y a 2 j", "2024-06-29T10:00:00Z"},
                                         instant_case{"il y a 10 jours", "2024-06-21T10:00:00Z"}));

INSTANTIATE_TEST_SUITE_P(
    no_dates, every_form,
    testing::Values(
        instant_case{"", nullptr}, instant_case{"09 avril", nullptr},
        instant_case{"31 avril 2024 à 10:00", nullptr}, instant_case{"30 février 12:00", nullptr},
        instant_case{"29/02/2023 à 10:00", nullptr}, instant_case{"9 avril 2024 à 24:00", nullptr},
        instant_case{"9 avril 2024 à 09:60", nullptr}, instant_case{"9 avril 2024 à 09:5", nullptr},
        instant_case{"9 avril 2024 à 09:56:12", nullptr}, instant_case{"0 avril 12:00", nullptr},
        instant_case{"9/13/2024 à 10:00", nullptr}, instant_case{"9/4.2024 à 10:00", nullptr},
        instant_case{"9 avrilà 12:52", nullptr}, instant_case{"9 avril12:52", nullptr},
        instant_case{"2024 avril 9 12:00", nullptr},
        instant_case{"le 9 avril 2024 à 09:56 précises", nullptr},
        instant_case{"vers le 9 avril 2024 à 09:56", nullptr}, instant_case{"il y a 5 ans", nullptr},
        instant_case{"il y a 999999 j", nullptr}, instant_case{"12.31 mars 10:00", nullptr}));

TEST(french_date, says_its_precision) {
    const auto precision = [](std::string_view text) { return parse_french_date(text).value().precision; };
    EXPECT_EQ(precision("09 avril 12:52"), time_precision::minute);
    EXPECT_EQ(precision("hier à 12:52"), time_precision::minute);
    EXPECT_EQ(precision("il y a 5 min"), time_precision::minute);
    EXPECT_EQ(precision("il y a 5 h"), time_precision::day);
    EXPECT_EQ(precision("il y a 5 j"), time_precision::day);
}

TEST(french_date, is_found_in_a_line_with_its_bytes) {
    const std::string line = "information fournie par Dépêches Éco\u00A009/04/2024 à 09:56\u00A0";
    const auto found = find_french_date(line);
    ASSERT_TRUE(found);
    EXPECT_EQ(line.substr(found->begin, found->end - found->begin), "09/04/2024 à 09:56");
    EXPECT_EQ(found->date.form, form::full);
}

TEST(year, is_the_first_not_before_publication) {
    const auto date = parse_french_date("09 avril 12:52").value();
    const auto when = resolve(date, paris(), {at("2024-04-09T07:56:00Z"), {}, at("2026-01-28T23:36:00Z")});
    ASSERT_TRUE(when);
    EXPECT_EQ(domain::to_rfc3339(when->time.utc), "2024-04-09T10:52:00Z");
    EXPECT_TRUE(when->time.year_inferred);
    // 9 April 2026 would be after the newest date on the page.
    EXPECT_EQ(when->time.candidate_years, (std::vector{2024, 2025}));
}

TEST(year, has_every_year_up_to_the_capture_as_candidate) {
    const auto date = parse_french_date("09 avril 12:52").value();
    const auto when = resolve(
        date, paris(), {at("2024-04-09T07:56:00Z"), at("2026-10-01T00:00:00Z"), at("2026-01-28T23:36:00Z")});
    EXPECT_EQ(when.value().time.candidate_years, (std::vector{2024, 2025, 2026}));
}

TEST(year, is_the_next_one_for_a_time_before_the_publication) {
    const auto date = parse_french_date("09 avril 09:55").value();
    const auto when = resolve(date, paris(), {at("2024-04-09T07:56:00Z"), {}, {}});
    EXPECT_EQ(domain::to_rfc3339(when.value().time.utc), "2025-04-09T07:55:00Z");
    EXPECT_FALSE(when->before_publication);
}

TEST(year, never_lies_after_a_capture_that_is_known) {
    const auto date = parse_french_date("09 avril 09:55").value();
    const auto when = resolve(date, paris(), {at("2024-04-09T07:56:00Z"), at("2024-04-20T00:00:00Z"), {}});
    EXPECT_EQ(domain::to_rfc3339(when.value().time.utc), "2024-04-09T07:55:00Z");
    EXPECT_TRUE(when->before_publication);
    EXPECT_EQ(when->time.candidate_years, std::vector{2024});
}

TEST(year, without_publication_is_the_last_not_after_the_capture) {
    const auto date = parse_french_date("31 décembre 23:30").value();
    const auto when = resolve(date, paris(), {{}, at("2025-01-01T08:00:00Z"), {}});
    EXPECT_EQ(domain::to_rfc3339(when.value().time.utc), "2024-12-31T22:30:00Z");
    EXPECT_EQ(when->time.candidate_years, std::vector{2024});
    const auto bounded = resolve(date, paris(), {{}, {}, at("2024-12-31T22:29:00Z")});
    EXPECT_EQ(domain::to_rfc3339(bounded.value().time.utc), "2023-12-31T22:30:00Z");
}

TEST(year, of_a_29_february_is_a_leap_year) {
    const auto date = parse_french_date("29 février 10:00").value();
    const auto when = resolve(date, paris(), {at("2021-05-01T00:00:00Z"), at("2029-01-01T00:00:00Z"), {}});
    EXPECT_EQ(domain::to_rfc3339(when.value().time.utc), "2024-02-29T09:00:00Z");
    EXPECT_EQ(when->time.candidate_years, (std::vector{2024, 2028}));
}

TEST(year, cannot_be_told_from_nothing) {
    EXPECT_FALSE(resolve(parse_french_date("09 avril 12:52").value(), paris(), {}));
}

TEST(relative_date, needs_the_time_of_capture) {
    for (const char* text : {"hier à 10:00", "aujourd'hui à 10:00", "il y a 5 min"})
        EXPECT_FALSE(resolve(parse_french_date(text).value(), paris(),
                             {at("2024-04-09T07:56:00Z"), {}, at("2024-05-01T00:00:00Z")}))
            << text;
}

TEST(relative_date, counts_days_on_the_clock_of_paris) {
    // 22:30 UTC is half past midnight in Paris: yesterday is the 30th there, the 29th in UTC.
    const auto when =
        resolve(parse_french_date("hier à 18:05").value(), paris(), {{}, at("2024-06-30T22:30:00Z"), {}});
    EXPECT_EQ(domain::to_rfc3339(when.value().time.utc), "2024-06-30T16:05:00Z");
}

TEST(clock_change, skips_an_hour_in_march) {
    const auto when = resolve(parse_french_date("31 mars 2024 à 02:30").value(), paris(), {});
    ASSERT_TRUE(when);
    EXPECT_EQ(when->civil, dated::civil_kind::skipped);
    EXPECT_EQ(domain::to_rfc3339(when->time.utc), "2024-03-31T01:30:00Z"); // 03:30 on the new clock
    EXPECT_EQ(resolve(parse_french_date("31 mars 2024 à 03:00").value(), paris(), {})->civil,
              dated::civil_kind::unique);
}

TEST(clock_change, repeats_an_hour_in_october) {
    const auto when = resolve(parse_french_date("27 octobre 2024 à 02:30").value(), paris(), {});
    ASSERT_TRUE(when);
    EXPECT_EQ(when->civil, dated::civil_kind::repeated);
    EXPECT_EQ(domain::to_rfc3339(when->time.utc), "2024-10-27T00:30:00Z"); // the first of the two
    EXPECT_EQ(resolve(parse_french_date("27 octobre 2024 à 03:00").value(), paris(), {})->civil,
              dated::civil_kind::unique);
}

} // namespace
} // namespace greffe::importers
