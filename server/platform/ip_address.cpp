#include "server/platform/ip_address.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <arpa/inet.h>

namespace greffe::platform {

namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        return end == text.npos ? std::string_view{} : text.substr(1, end - 1);
    }
    const bool one_colon = std::ranges::count(text, ':') == 1;
    return one_colon ? text.substr(0, text.find(':')) : text;
}

} // namespace

std::optional<ip_address> ip_address::parse(std::string_view text) {
    const std::string plain(without_port(text));
    ip_address found;
    if (::inet_pton(AF_INET6, plain.c_str(), found.bytes.data()) == 1) return found;
    std::ranges::copy(mapped, found.bytes.begin());
    if (::inet_pton(AF_INET, plain.c_str(), found.bytes.data() + mapped.size()) == 1) return found;
    return std::nullopt;
}

bool ip_address::is_v4() const {
    return std::equal(mapped.begin(), mapped.end(), bytes.begin());
}

bool ip_address::is_loopback() const {
    if (is_v4()) return bytes[12] == 127;
    ip_address one;
    one.bytes.back() = 1;
    return *this == one;
}

ip_address ip_address::counted_as() const {
    ip_address counted = *this;
    if (!is_v4()) std::fill(counted.bytes.begin() + 8, counted.bytes.end(), std::uint8_t{0});
    return counted;
}

std::optional<ip_network> ip_network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto base = ip_address::parse(text.substr(0, slash));
    if (!base) return std::nullopt;
    if (slash == text.npos) return ip_network{.base = *base};
    const auto length = text.substr(slash + 1);
    const unsigned before = base->is_v4() ? 96 : 0;
    unsigned bits = 0;
    const auto [end, wrong] = std::from_chars(length.data(), length.data() + length.size(), bits);
    if (wrong != std::errc{} || end != length.data() + length.size() || bits > 128 - before)
        return std::nullopt;
    return ip_network{.base = *base, .bits = bits + before};
}

bool ip_network::contains(const ip_address& other) const {
    const unsigned whole = bits / 8;
    if (!std::equal(base.bytes.begin(), base.bytes.begin() + whole, other.bytes.begin())) return false;
    if (bits % 8 == 0) return true;
    const unsigned shift = 8 - bits % 8;
    return base.bytes[whole] >> shift == other.bytes[whole] >> shift;
}

} // namespace greffe::platform
