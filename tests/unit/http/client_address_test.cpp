// Whose address counts: never what a client says of itself, unless a trusted proxy repeats it.
#include "server/http/client_address.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace greffe::http {
namespace {

using platform::ip_address;
using platform::ip_network;

std::string client(std::string_view peer, const std::vector<std::string>& forwarded,
                   const std::vector<ip_network>& proxies) {
    boost::beast::http::fields headers;
    for (const auto& value : forwarded) headers.insert("X-Forwarded-For", value);
    const auto found = client_address(ip_address::parse(peer).value(), headers, proxies);
    for (const auto known : {"192.0.2.1", "198.51.100.7", "10.0.0.1", "10.0.0.2", "2001:db8::9"})
        if (found == ip_address::parse(known)) return known;
    return "?";
}

TEST(ClientAddress, IsThePeersWhenNobodyIsTrusted) {
    EXPECT_EQ(client("192.0.2.1", {"198.51.100.7"}, {}), "192.0.2.1");
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.7"}, {ip_network::parse("10.0.0.2").value()}), "10.0.0.1");
}

TEST(ClientAddress, IsTheLastThatIsNoTrustedProxy) {
    const std::vector inside{ip_network::parse("10.0.0.0/8").value()};
    EXPECT_EQ(client("10.0.0.1", {"192.0.2.1"}, inside), "192.0.2.1");
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.7, 192.0.2.1"}, inside), "192.0.2.1")
        << "what stands before is the client's invention";
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.7, 192.0.2.1,10.0.0.2"}, inside), "192.0.2.1");
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.7", "192.0.2.1", "10.0.0.2"}, inside), "192.0.2.1");
    EXPECT_EQ(client("10.0.0.1", {"[2001:db8::9]:4711"}, inside), "2001:db8::9");
    EXPECT_EQ(client("192.0.2.1", {"198.51.100.7"}, inside), "192.0.2.1") << "not through the proxy";
}

TEST(ClientAddress, WhatIsNoAddressEndsTheSearch) {
    const std::vector inside{ip_network::parse("10.0.0.0/8").value()};
    EXPECT_EQ(client("10.0.0.1", {}, inside), "10.0.0.1");
    EXPECT_EQ(client("10.0.0.1", {""}, inside), "10.0.0.1");
    EXPECT_EQ(client("10.0.0.1", {"192.0.2.1, unknown"}, inside), "10.0.0.1");
    EXPECT_EQ(client("10.0.0.1", {"192.0.2.1, unknown, 10.0.0.2"}, inside), "10.0.0.2");
}

} // namespace
} // namespace greffe::http
