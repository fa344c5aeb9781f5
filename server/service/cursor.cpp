#include "server/service/cursor.hpp"

#include "server/domain/base64.hpp"
#include "server/domain/text.hpp"

#include <algorithm>

namespace greffe::service {

namespace {

// RFC 4648's alphabet for addresses, so that a cursor goes into a query as it is.
std::string to_address_alphabet(std::string text) {
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(std::min(text.find('='), text.size()));
    return text;
}

std::string from_address_alphabet(std::string text) {
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

} // namespace

std::string to_cursor(const std::vector<std::string>& parts) {
    std::string joined;
    for (const auto& part : parts) joined += part + "\n";
    return to_address_alphabet(domain::to_base64(joined));
}

domain::result<std::optional<std::vector<std::string>>> read_cursor(const std::optional<std::string>& cursor,
                                                                    std::size_t parts) {
    if (!cursor) return std::optional<std::vector<std::string>>{};
    const auto joined = domain::from_base64(from_address_alphabet(*cursor));
    if (!joined || !domain::is_valid_text(*joined)) return broken_cursor();
    std::vector<std::string> found;
    for (std::size_t at = 0; at < joined->size();) {
        const auto end = joined->find('\n', at);
        if (end == std::string::npos) return broken_cursor();
        found.push_back(joined->substr(at, end - at));
        at = end + 1;
    }
    if (found.size() != parts) return broken_cursor();
    return std::optional(std::move(found));
}

domain::error broken_cursor() {
    return domain::fail(domain::errc::invalid_field, "cursor",
                        "cursor is not one that a list here has given");
}

} // namespace greffe::service
