// Telephone numbers as French readers write them: in pairs with or without separators (06 12 34 56 78,
// 06.12.34.56.78), with a country code (+33 6 …, 0033 (0)6 …), with a letter for a zero (O6), in full-width
// or other digits, and spelled out ("zéro six douze trente-quatre cinquante-six soixante-dix-huit"), or a
// mixture of these. Pure, linear.
#pragma once
#include "rules/text/offset_map.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

struct phone_number {
    byte_range at;      ///< in the original text, whole characters
    std::string number; ///< "+33612345678"
    bool operator==(const phone_number&) const = default;
};

/// In order of their place, without overlap.
std::vector<phone_number> find_phone_numbers(std::string_view text);

} // namespace greffe::rules::text
