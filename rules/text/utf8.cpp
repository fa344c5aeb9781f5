#include "rules/text/utf8.hpp"

#include <cstdint>

#include <unicode/utf8.h>

namespace greffe::rules::text {

bool is_valid_utf8(std::string_view bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        UChar32 character = 0;
        U8_NEXT(bytes, at, bytes.size(), character);
        if (character < 0) return false;
    }
    return true;
}

char32_t next_character(std::string_view text, std::size_t& at) {
    UChar32 character = 0;
    U8_NEXT_OR_FFFD(text, at, text.size(), character);
    return static_cast<char32_t>(character);
}

char32_t previous_character(std::string_view text, std::size_t& at) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    UChar32 character = 0;
    // U8_PREV works on 32-bit offsets; four bytes back are enough for it.
    const std::size_t base = at > 4 ? at - 4 : 0;
    auto local = static_cast<std::int32_t>(at - base);
    U8_PREV_OR_FFFD(bytes + base, 0, local, character);
    at = base + static_cast<std::size_t>(local);
    return static_cast<char32_t>(character);
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    return count;
}

void append_character(std::string& to, char32_t character) {
    char bytes[4];
    std::size_t length = 0;
    U8_APPEND_UNSAFE(bytes, length, character);
    to.append(bytes, length);
}

} // namespace greffe::rules::text
