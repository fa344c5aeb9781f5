#include "admin-cli/object_name.hpp"

namespace greffe::cli {

domain::result<object_name> parse_object_name(std::string_view text) {
    if (const auto id = domain::uuid::parse(text)) return object_name{*id};
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size())
        return domain::fail(domain::errc::invalid_field, {}, "give an id, or SITE/external_id");
    return object_name{natural_key{std::string(text.substr(0, slash)), std::string(text.substr(slash + 1))}};
}

std::string encoded(std::string_view segment) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::string out;
    for (const char c : segment) {
        const auto byte = static_cast<unsigned char>(c);
        if (unreserved.find(c) != std::string_view::npos)
            out += c;
        else
            (out += '%') += {hex[byte >> 4], hex[byte & 15]};
    }
    return out;
}

} // namespace greffe::cli
