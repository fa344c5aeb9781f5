// Base64 (RFC 4648, section 4): standard alphabet, padding required. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace greffe::domain {

std::string to_base64(std::string_view bytes);
/// Strict: no white space, no missing padding, no stray bits in the last character; anything else is nullopt.
std::optional<std::string> from_base64(std::string_view text);

} // namespace greffe::domain
