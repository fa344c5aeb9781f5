// A captured page that was saved as plain text (UTF-8): its lines, with exact byte ranges. Pure.
#pragma once
#include "admin-cli/importers/page_error.hpp"
#include "admin-cli/importers/page_lines.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace greffe::importers {

/// What no page may be: empty, over 16 MiB, not UTF-8, or with NUL (binary); with the line where that shows.
std::optional<page_error> refuse_bytes(std::string_view bytes);

/// Lines end with LF or CRLF; a byte order mark is passed over. Precondition: refuse_bytes said nothing.
page_lines read_text_lines(std::string_view bytes);

} // namespace greffe::importers
