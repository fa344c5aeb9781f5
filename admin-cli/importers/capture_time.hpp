// The time of a capture as a person gives it. Pure: "now" is never assumed.
#pragma once
#include "admin-cli/importers/captured_page.hpp"

#include <string_view>

namespace greffe::importers {

/// Sets captured_at of `into` from RFC 3339 with an offset, or from a day ("2026-10-01") in the page's time
/// zone. A day means its end, so that nothing shown on that day lies after the capture, and
/// captured_to_the_day is set. false: it is neither, or the time zone is unknown; `into` is as it was.
bool read_capture_time(std::string_view text, page_options& into);

} // namespace greffe::importers
