// Dates as French pages write them, and the instants they mean. Reading a date needs nothing but its text;
// the instant needs a time zone and, where the text leaves something out, what is known of the page. Pure: no
// clock is read here.
#pragma once
#include "server/domain/comment.hpp"
#include "server/domain/timestamp.hpp"

#include <cctz/time_zone.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace greffe::importers {

struct french_date {
    enum class form_type {
        full,       ///< "9 avril 2024 à 09:56", "09/04/2024 à 09:56", "09.04.2024 09:56"
        yearless,   ///< "09 avril 12:52"
        day_before, ///< "hier à 09:56", "aujourd'hui à 09:56"
        ago,        ///< "il y a 5 min", "il y a 3 h", "il y a 2 j"
    };
    form_type form = form_type::full;
    int year = 0; ///< full only
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int days_before = 0;         ///< day_before: 0 today, 1 yesterday
    std::chrono::minutes ago{0}; ///< ago only
    domain::time_precision precision = domain::time_precision::minute;
    bool operator==(const french_date&) const = default;

    /// Its meaning depends on when the page was read.
    bool is_relative() const { return form == form_type::day_before || form == form_type::ago; }
};

struct found_date {
    french_date date;
    std::size_t begin = 0; ///< bytes of the text that was searched
    std::size_t end = 0;
};

/// The first date in a line. Days, months and times that do not exist ("31 avril", "24:61") are no dates.
std::optional<found_date> find_french_date(std::string_view line);

/// A date and nothing else but white space and a leading "le".
std::optional<french_date> parse_french_date(std::string_view text);

/// What is known of the page on which a date stands.
struct date_anchor {
    std::optional<domain::timestamp> published; ///< no comment is older
    std::optional<domain::timestamp> captured;  ///< exactly known; what "hier" counts from
    std::optional<domain::timestamp>
        captured_not_before; ///< used as the latest time when `captured` is unknown
};

struct dated {
    domain::posted_time time;
    /// Skipped: the clock jumped over it (02:30 on the last Sunday of March); read with the offset before the
    /// jump, so an hour later on the new clock. Repeated: it came twice (02:30 on the last Sunday of
    /// October); the first is taken.
    enum class civil_kind { unique, skipped, repeated } civil = civil_kind::unique;
    bool before_publication = false; ///< no year puts it between publication and capture
};

/// The instant of a date. Without a year: the first such date not before publication, with the later years up
/// to the capture as candidates; publication unknown: the last not after the capture. nullopt: what it needs
/// is not known (a relative form without `captured`, a yearless one without any anchor), or no year has that
/// day. Precision: a minute; of "il y a N h" and "N j" a day (there is none between).
std::optional<dated> resolve(const french_date& date, const cctz::time_zone& zone, const date_anchor& anchor);

} // namespace greffe::importers
