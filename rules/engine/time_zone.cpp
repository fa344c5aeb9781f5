#include "rules/engine/time_zone.hpp"

#include <unicode/gregocal.h>
#include <unicode/unistr.h>

namespace greffe::rules {

std::unique_ptr<icu::TimeZone> find_zone(std::string_view name) {
    const auto id =
        icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int>(name.size())));
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
    if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
    return zone;
}

std::chrono::sys_seconds midnight(std::chrono::year_month_day day, const icu::TimeZone& zone) {
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(zone, status);
    calendar.clear();
    calendar.set(static_cast<int>(day.year()),
                 static_cast<std::int32_t>(static_cast<unsigned>(day.month())) - 1,
                 static_cast<std::int32_t>(static_cast<unsigned>(day.day())));
    const double milliseconds = calendar.getTime(status);
    return std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(milliseconds / 1000.0)));
}

bool is_time_zone(std::string_view name) {
    return find_zone(name) != nullptr;
}

} // namespace greffe::rules
