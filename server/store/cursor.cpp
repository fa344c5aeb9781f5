#include "server/store/cursor.hpp"

#include "server/domain/base64.hpp"
#include "server/domain/text.hpp"

#include <algorithm>

namespace greffe::store {

namespace {

constexpr char separator = '\n';

} // namespace

std::string to_cursor(std::initializer_list<std::string> parts) {
    std::string joined;
    for (const auto& part : parts) joined += part + separator;
    joined.pop_back();
    auto text = domain::to_base64(joined);
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

std::optional<std::vector<std::string>> from_cursor(std::string_view text, std::size_t count) {
    std::string padded(text);
    if (padded.find_first_of("+/=") != std::string::npos) return std::nullopt;
    std::ranges::replace(padded, '-', '+');
    std::ranges::replace(padded, '_', '/');
    padded.append((4 - padded.size() % 4) % 4, '=');
    const auto joined = domain::from_base64(padded);
    // What comes back goes into a statement, and a statement takes only text.
    if (!joined || !domain::is_valid_text(*joined)) return std::nullopt;
    std::vector<std::string> parts{std::string()};
    for (const char c : *joined) {
        if (c == separator)
            parts.emplace_back();
        else
            parts.back() += c;
    }
    if (parts.size() != count) return std::nullopt;
    return parts;
}

} // namespace greffe::store
