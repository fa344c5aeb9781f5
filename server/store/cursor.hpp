// Opaque cursors of lists: the sort key of a page's last item, as text that fits into a URL unescaped. Pure.
#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::store {

/// Precondition: there is a part, and none holds a line feed.
std::string to_cursor(std::initializer_list<std::string> parts);
/// Exactly `count` parts; anything that to_cursor did not write so is nullopt.
std::optional<std::vector<std::string>> from_cursor(std::string_view text, std::size_t count);

} // namespace greffe::store
