// IP addresses and networks as values: the two families in one form (an IPv4 address is its IPv4-mapped IPv6
// address), so that comparing and counting need no cases. Pure; no name is ever looked up.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greffe::platform {

struct ip_address {
    std::array<std::uint8_t, 16> bytes{};

    /// "192.0.2.1", "2001:db8::1"; as proxies write them also "192.0.2.1:443", "[2001:db8::1]" and
    /// "[2001:db8::1]:443".
    static std::optional<ip_address> parse(std::string_view text);

    bool is_v4() const;
    bool is_loopback() const;
    /// What limits count as one client: an IPv4 address is itself; of an IPv6 address the first 64 bits,
    /// since whoever has one address of such a network has all.
    ip_address counted_as() const;

    auto operator<=>(const ip_address&) const = default;
};

struct ip_network {
    ip_address base{};
    unsigned bits = 128; ///< of the 128; an IPv4 network's own are 96 fewer

    /// "10.0.0.0/8", "2001:db8::/32", or one address.
    static std::optional<ip_network> parse(std::string_view text);
    bool contains(const ip_address& other) const;

    bool operator==(const ip_network&) const = default;
};

} // namespace greffe::platform
