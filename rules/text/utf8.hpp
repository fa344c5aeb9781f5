// UTF-8, one character (code point) at a time. Total: a byte that is not valid UTF-8 reads as U+FFFD. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace greffe::rules::text {

/// Valid UTF-8 without surrogates, overlong forms or anything past U+10FFFF. NUL is a character.
bool is_valid_utf8(std::string_view bytes);
/// The character at byte `at`, which moves behind it. Precondition: at < text.size().
char32_t next_character(std::string_view text, std::size_t& at);
/// The character that ends before byte `at`, which moves to its start. Precondition: 0 < at <= text.size().
char32_t previous_character(std::string_view text, std::size_t& at);
std::size_t count_characters(std::string_view text);
/// Precondition: a code point that is no surrogate.
void append_character(std::string& to, char32_t character);

} // namespace greffe::rules::text
