// Time zones by their names in the tz database ("Europe/Paris"), as ICU knows them. Thread-safe.
#pragma once
#include <chrono>
#include <memory>
#include <string_view>

#include <unicode/timezone.h>

namespace greffe::rules {

/// Null when there is no such zone.
std::unique_ptr<icu::TimeZone> find_zone(std::string_view name);

/// 00:00 of that day in the zone.
std::chrono::sys_seconds midnight(std::chrono::year_month_day day, const icu::TimeZone& zone);

/// Whether compile_options::zone may be this.
bool is_time_zone(std::string_view name);

} // namespace greffe::rules
