// The entity tags of an If-None-Match header. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace greffe::http {

/// Each with its quotes and without the mark of a weak one, which does not count here (RFC 9110, 13.1.2);
/// "*" as it is. What is no tag is left out.
std::vector<std::string> read_entity_tags(std::string_view header);

} // namespace greffe::http
