#include "admin-cli/importers/page_lines.hpp"

namespace greffe::importers {

domain::byte_range page_line::source(std::string_view part) const {
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    if (origin.empty()) return {range.begin + begin, range.begin + begin + part.size()};
    if (part.empty()) return {range.begin, range.begin};
    return {origin[begin].begin, origin[begin + part.size() - 1].end};
}

} // namespace greffe::importers
