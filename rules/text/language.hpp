// The language of a text, as far as it can be told (CLD2, over words). Pure, thread-safe, linear: of a long
// text the first 64 KiB are looked at.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace greffe::rules::text {

/// Shorter texts have no language that could be told.
inline constexpr std::size_t fewest_letters = 30;

/// ISO 639-1 ("fr"), or longer where there is none; nullopt: too few letters, not UTF-8, or no clear answer.
std::optional<std::string> language_of(std::string_view text);
/// Whether language_of may ever answer this.
bool is_language(std::string_view code);

} // namespace greffe::rules::text
