// A point in time as Greffe keeps it: UTC, whole microseconds (PostgreSQL's timestamptz). Parsing and
// printing of RFC 3339. Values only; no clock is read here.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::domain {

using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

/// RFC 3339 date-time with an offset ("Z" or ±hh:mm); fraction of any length, cut to microseconds; a leap
/// second (:60) is refused. Years 1 to 9999. Without an offset, or with an impossible date: nullopt.
std::optional<timestamp> parse_rfc3339(std::string_view text);

/// "2024-04-09T07:56:00Z"; a fraction only when there is one, without trailing zeros.
std::string to_rfc3339(timestamp time);

/// The times a comment or an article may carry: from 1970-01-01 to a day after `now` (clocks of publishers
/// drift).
bool is_plausible_past(timestamp time, timestamp now);

} // namespace greffe::domain
