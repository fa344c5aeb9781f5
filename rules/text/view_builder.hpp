// Builds the bytes and the map of a view, one piece of the original at a time.
#pragma once
#include "rules/text/offset_map.hpp"

#include <string>
#include <string_view>

namespace greffe::rules::text {

/// NFC. False: the text is Latin and in NFC, byte for byte; `text` and `map` are then left empty.
bool build_raw(std::string_view original, std::string& text, offset_map& map);
void build_folded(std::string_view original, std::string& text, offset_map& map);

} // namespace greffe::rules::text
