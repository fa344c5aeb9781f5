// What counts as text: valid UTF-8 (no surrogates, no overlong forms, nothing past U+10FFFF) without NUL.
// Pure.
#pragma once
#include <cstddef>
#include <string_view>

namespace greffe::domain {

bool is_valid_text(std::string_view bytes);
/// Code points. Precondition: is_valid_text(text).
std::size_t count_characters(std::string_view text);
/// The longest prefix of at most `characters` code points. Precondition: is_valid_text(text).
std::string_view first_characters(std::string_view text, std::size_t characters);
/// No character, or white space only (ASCII and Unicode White_Space).
bool is_blank(std::string_view text);

} // namespace greffe::domain
