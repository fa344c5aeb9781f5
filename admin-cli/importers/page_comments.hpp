// The comments of a page, as its text shows them: where each begins and ends, its date as written, its text.
// Pure.
//
// A head is a list item that is a date and nothing else. Behind the first one, a line that looks like a head
// is one only if it stands where the first stood: same indentation, a blank line before it, and behind it as
// behind the first. Every other such line is text of the comment it stands in, and its boundary is noted as
// ambiguous; so is a head that is taken although nothing but blank lines tells it from text, or that is more
// than the page declares. Safe in this sense: what one reader wrote is never cut in two without a word. In
// HTML a <time> in a list item makes it a head wherever it stands, with the name before it as the author's;
// an item inside a comment's item is its reply.
#pragma once
#include "admin-cli/importers/french_date.hpp"
#include "admin-cli/importers/page_record.hpp"
#include "admin-cli/importers/page_sections.hpp"

#include <optional>
#include <string>
#include <vector>

namespace greffe::importers {

struct found_comment {
    std::string raw_time;
    std::optional<french_date> date;
    std::optional<domain::timestamp> exact; ///< HTML: a datetime attribute with an offset; JSON-LD
    std::string author;                     ///< empty: not captured
    std::string body;                       ///< by the white-space rule, blank lines inside kept
    domain::byte_range time_range;
    std::size_t line = 0;              ///< of its head in the file, from 1
    std::size_t indent = 0;            ///< of its head
    std::optional<std::size_t> parent; ///< HTML: index of the comment it stands in
};

std::vector<found_comment> read_comments(const page_lines& page, line_span comments,
                                         std::optional<int> declared, page_record& record);

} // namespace greffe::importers
