#include "admin-cli/terminal_text.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <cstdio>

namespace greffe::cli {

namespace {

/// Characters that move the cursor, turn the writing direction or hide: never sent to a terminal as they are.
bool is_dangerous(UChar32 c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF ||
           (c >= 0xFFF9 && c <= 0xFFFB);
}

void append_escape(std::string& out, const char* format, unsigned value) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, format, value);
    out += buffer;
}

/// Walks over `text`: `good` gets a code point and its bytes, `bad` each byte that is no UTF-8.
template <class Good, class Bad>
void walk(std::string_view text, Good good, Bad bad) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int64_t>(text.size());
    for (std::int64_t at = 0; at < size;) {
        const auto begin = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, size, c);
        if (c >= 0) {
            good(c, text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
        } else {
            for (auto i = begin; i < at; ++i) bad(bytes[i]);
        }
    }
}

template <class LineBreak>
std::string escaped(std::string_view text, LineBreak line_break) {
    std::string out;
    out.reserve(text.size());
    bool after_cr = false;
    const auto good = [&](UChar32 c, std::string_view bytes) {
        const bool second_half = c == '\n' && after_cr;
        after_cr = c == '\r';
        if (second_half) return;
        if (c == '\n' || c == '\r') {
            line_break(out);
        } else if (c == '\t') {
            out += ' ';
        } else if (!is_dangerous(c)) {
            out += bytes;
        } else {
            append_escape(out, c < 0x100 ? "\\x%02x" : "\\u{%x}", static_cast<unsigned>(c));
        }
    };
    walk(text, good, [&](std::uint8_t byte) {
        after_cr = false;
        append_escape(out, "\\x%02x", byte);
    });
    return out;
}

std::size_t width_of(UChar32 c) {
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
    const auto width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

} // namespace

std::string one_line(std::string_view text) {
    return escaped(text, [](std::string& out) { out += ' '; });
}

std::string block(std::string_view text, std::size_t indent) {
    return escaped(text, [indent](std::string& out) { out.append("\n").append(indent, ' '); });
}

std::string safe_json(std::string_view json) {
    std::string out;
    out.reserve(json.size());
    walk(
        json,
        [&](UChar32 c, std::string_view bytes) {
            if (c >= 0x20 && is_dangerous(c))
                append_escape(out, "\\u%04x", static_cast<unsigned>(c));
            else
                out += bytes;
        },
        [&](std::uint8_t) { out += "\\ufffd"; });
    return out;
}

std::size_t width_of(std::string_view text) {
    std::size_t columns = 0;
    walk(
        text, [&](UChar32 c, std::string_view) { columns += width_of(c); }, [&](std::uint8_t) { ++columns; });
    return columns;
}

std::string fitted(std::string_view text, std::size_t columns) {
    if (width_of(text) <= columns) return std::string(text);
    std::string out;
    std::size_t used = 0;
    bool full = columns == 0;
    walk(
        text,
        [&](UChar32 c, std::string_view bytes) {
            full = full || used + width_of(c) + 1 > columns;
            if (full) return;
            used += width_of(c);
            out += bytes;
        },
        [](std::uint8_t) {});
    return columns == 0 ? out : out + "…";
}

} // namespace greffe::cli
