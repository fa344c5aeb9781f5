#include "server/http/entity_tags.hpp"

namespace greffe::http {

std::vector<std::string> read_entity_tags(std::string_view header) {
    std::vector<std::string> tags;
    while (!header.empty()) {
        // A comma may stand inside of a tag, but not between its quotes and the next one's.
        const auto begin = header.find_first_of("\"*,");
        if (begin == std::string_view::npos) break;
        if (header[begin] != '"') {
            if (header[begin] == '*') tags.emplace_back("*");
            header.remove_prefix(begin + 1);
            continue;
        }
        const auto end = header.find('"', begin + 1);
        if (end == std::string_view::npos) break;
        tags.emplace_back(header.substr(begin, end + 1 - begin));
        header.remove_prefix(end + 1);
    }
    return tags;
}

} // namespace greffe::http
