// A captured page that was saved as HTML: libxml2's HTML parser reads it (no network, no entity, no document
// type is fetched), and what is left of scripts, buttons, menus and hidden parts comes out as lines.
//
// Byte ranges: the bytes from the first to the last character of a line as they stand in the file. Mark-up
// between them and character references ("&eacute;") lie inside the range; without them, and by the
// white-space rule, it is the text.
#pragma once
#include "admin-cli/importers/page_error.hpp"
#include "admin-cli/importers/page_lines.hpp"

#include <string_view>
#include <variant>

namespace greffe::importers {

/// Whether the file is HTML rather than plain text.
bool is_html(std::string_view bytes);

/// Error: the page ends before its end tag. Precondition: refuse_bytes said nothing.
std::variant<page_lines, page_error> read_html_lines(std::string_view bytes);

} // namespace greffe::importers
