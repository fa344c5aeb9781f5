// Builds the bytes and the map of a view, one piece of the original at a time.
#pragma once
#include "rules/text/offset_map.hpp"
#include "rules/text/view.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

/// NFC. False: the text is Latin and in NFC, byte for byte; `text` and `map` are then left empty.
bool build_raw(std::string_view original, std::string& text, offset_map& map);
void build_folded(std::string_view original, std::string& text, offset_map& map);
/// From the folded view of `original`, in this order:
///   1. characters that look like an ASCII letter become it, as they were written (Ν is an n, ν a v);
///   2. leet: in a run of letters, digits, '@', '$' and '€' that holds no two of the last four side by side,
///   one
///      of 0 1 3 4 5 7 8 @ $ € becomes its letter between two letters; at the start (digits, '$') before
///      three letters; at the end (digits) behind three. 1 is l behind a vowel and before a vowel or the end,
///      else i. Numbers, units and names such as a320, b2b or ps5 stay;
///   3. three or more letters that stand alone, with the same one to three separators between each two, are
///      joined ("s.a.l.a.u.d"); a leet digit between two of them counts as its letter;
///   4. three or more of one letter become one, whose place is added to `collapsed`; doubles stay (poisson).
void build_skeleton(std::string_view original, const view& folded, std::string& text, offset_map& map,
                    std::vector<std::uint32_t>& collapsed);

} // namespace greffe::rules::text
