// Where the parts of an article page begin and end, as indexes into its lines. Pure.
#pragma once
#include "admin-cli/importers/page_error.hpp"
#include "admin-cli/importers/page_lines.hpp"

#include <cstddef>
#include <optional>
#include <variant>

namespace greffe::importers {

struct line_span {
    std::size_t first = 0;
    std::size_t last = 0; ///< behind the last
    bool empty() const { return first == last; }
};

struct page_sections {
    std::optional<std::size_t> title;
    std::optional<std::size_t> source; ///< "information fournie par …"; HTML with JSON-LD may do without
    line_span body;
    std::optional<std::size_t> count;   ///< "7 commentaires"
    line_span comments;                 ///< behind the count
    line_span related;                  ///< behind "A lire aussi"
    std::optional<std::size_t> cut_off; ///< the heading of a section with which the page ends
};

/// Errors: no source line (nor JSON-LD that stands in for it), no title.
std::variant<page_sections, page_error> find_sections(const page_lines& page);

} // namespace greffe::importers
