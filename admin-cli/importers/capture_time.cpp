#include "admin-cli/importers/capture_time.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <string>

namespace greffe::importers {

bool read_capture_time(std::string_view text, page_options& into) {
    if (const auto exact = domain::parse_rfc3339(text)) {
        into.captured_at = *exact;
        into.captured_to_the_day = false;
        return true;
    }
    // The day must exist; any zone will do to check that.
    const auto day = domain::parse_rfc3339(std::string(text) + "T00:00:00Z");
    cctz::time_zone zone;
    if (!day || !cctz::load_time_zone(into.time_zone, &zone)) return false;
    const cctz::civil_day next = cctz::civil_day(cctz::convert(std::chrono::floor<std::chrono::seconds>(*day),
                                                               cctz::utc_time_zone())) +
                                 1;
    const auto midnight = cctz::convert(cctz::civil_second(next), zone);
    into.captured_at = domain::timestamp(midnight.time_since_epoch()) - std::chrono::seconds(1);
    into.captured_to_the_day = true;
    return true;
}

} // namespace greffe::importers
