// The line that says where an article or a related item comes from, and when: "information fournie par
// Boursorama avec Media Services 09/04/2024 à 09:56". Pure.
#pragma once
#include "admin-cli/importers/french_date.hpp"

#include <optional>
#include <string_view>

namespace greffe::importers {

struct source_line {
    std::string_view publisher; ///< views into the line
    std::string_view partner;   ///< behind "avec"; empty when there is none
    std::string_view raw_time;
    french_date date;
};

/// Whether a line opens like one, whatever follows.
bool opens_source_line(std::string_view line);

/// The start of one, perhaps not even the whole first word: how a file ends that was cut off.
bool is_cut_source_line(std::string_view line);

/// nullopt: it does not open like one, or has no publisher or no date.
std::optional<source_line> read_source_line(std::string_view line);

} // namespace greffe::importers
