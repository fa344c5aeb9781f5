#include "server/domain/text.hpp"

#include <algorithm>
#include <iterator>

namespace greffe::domain {

namespace {

/// Unicode's table 3-7: which second byte may follow which first one; the bytes after it are all
/// continuations.
struct sequence {
    unsigned char first_low, first_high;
    unsigned char second_low, second_high;
    std::size_t length;
};
constexpr sequence well_formed[] = {
    {0x01, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
    {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
    {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
};

constexpr bool is_continuation(unsigned char byte) {
    return (byte & 0xC0) == 0x80;
}

/// The length of the character at the front of `bytes`; 0 when there is none that counts as text.
std::size_t character_length(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes.front());
    const auto* row = std::ranges::find_if(
        well_formed, [&](const sequence& s) { return first >= s.first_low && first <= s.first_high; });
    if (row == std::end(well_formed) || bytes.size() < row->length) return 0;
    if (row->length > 1) {
        const auto second = static_cast<unsigned char>(bytes[1]);
        if (second < row->second_low || second > row->second_high) return 0;
    }
    for (std::size_t i = 2; i < row->length; ++i)
        if (!is_continuation(static_cast<unsigned char>(bytes[i]))) return 0;
    return row->length;
}

/// Unicode's White_Space property beyond ASCII, in UTF-8.
constexpr std::string_view wide_spaces[] = {
    "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006",
    "\u2007", "\u2008", "\u2009", "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000",
};

} // namespace

bool is_valid_text(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t length = character_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return !is_continuation(static_cast<unsigned char>(c)); }));
}

std::string_view first_characters(std::string_view text, std::size_t characters) {
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        if (is_continuation(static_cast<unsigned char>(text[end]))) continue;
        if (characters == 0) break;
        --characters;
    }
    return text.substr(0, end);
}

bool is_blank(std::string_view text) {
    while (!text.empty()) {
        if (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r')) {
            text.remove_prefix(1);
            continue;
        }
        const auto* space =
            std::ranges::find_if(wide_spaces, [&](std::string_view s) { return text.starts_with(s); });
        if (space == std::end(wide_spaces)) return false;
        text.remove_prefix(space->size());
    }
    return true;
}

} // namespace greffe::domain
