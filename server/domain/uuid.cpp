#include "server/domain/uuid.hpp"

namespace greffe::domain {

namespace {

constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

std::optional<uuid> uuid::parse(std::string_view text) {
    if (text.size() != shape.size()) return std::nullopt;
    uuid parsed;
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (shape[i] == '-') {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const int value = hex_value(text[i]);
        if (value < 0) return std::nullopt;
        auto& byte = parsed.bytes[nibble / 2];
        byte = static_cast<std::uint8_t>(nibble % 2 == 0 ? value << 4 : byte | value);
        ++nibble;
    }
    return parsed;
}

std::string uuid::to_string() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(shape);
    std::size_t nibble = 0;
    for (char& c : text) {
        if (c == '-') continue;
        const auto byte = bytes[nibble / 2];
        c = digits[nibble % 2 == 0 ? byte >> 4 : byte & 15];
        ++nibble;
    }
    return text;
}

} // namespace greffe::domain
