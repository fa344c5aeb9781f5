// What strangers wrote, made safe for a terminal. A comment may hold escape sequences that repaint the
// screen, control characters, text that runs backwards, bytes that are no text at all: all of it comes out as
// visible ASCII escapes. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace greffe::cli {

/// One line: control characters (C0, DEL, C1), bidirectional overrides, invisible characters and line
/// separators as \xNN or
/// \u{NNNN}, bytes that are not UTF-8 as \xNN; line breaks and tabs as a single space. Everything else
/// unchanged.
std::string one_line(std::string_view text);

/// The same with the text's line breaks kept (CR LF counts as one), each line after the first indented by
/// `indent` blanks.
std::string block(std::string_view text, std::size_t indent);

/// JSON with DEL, C1 and bidirectional characters as \uNNNN: the same value, safe to show. Precondition:
/// valid JSON.
std::string safe_json(std::string_view json);

/// Columns that a terminal gives to `text`: none to combining marks, two to wide characters. Precondition:
/// safe text.
std::size_t width_of(std::string_view text);

/// The beginning of `text` that fits into `columns`, with "…" as its last column where something was cut off.
std::string fitted(std::string_view text, std::size_t columns);

} // namespace greffe::cli
