// Addresses as proxies and operators write them, and what of an address counts as one client.
#include "server/platform/ip_address.hpp"

#include <gtest/gtest.h>

namespace {

using namespace greffe::platform;

ip_address at(std::string_view text) {
    const auto found = ip_address::parse(text);
    EXPECT_TRUE(found) << text;
    return found.value_or(ip_address{});
}

TEST(ip_address, is_read_as_people_and_proxies_write_it) {
    for (const auto text : {"192.0.2.1", "192.0.2.1:443", "::ffff:192.0.2.1", "[::ffff:192.0.2.1]:80"})
        EXPECT_EQ(at(text), at("192.0.2.1")) << text;
    for (const auto text : {"2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:443", "2001:0DB8:0::1"})
        EXPECT_EQ(at(text), at("2001:db8::1")) << text;
    for (const auto text :
         {"", "unknown", "192.0.2", "192.0.2.256", "[2001:db8::1", "2001:db8::1::", "_gw", "10.0.0.1 "})
        EXPECT_FALSE(ip_address::parse(text)) << text;
}

TEST(ip_address, of_an_ipv6_address_the_network_counts) {
    EXPECT_EQ(at("2001:db8:0:7::1").counted_as(), at("2001:db8:0:7:ffff::2").counted_as());
    EXPECT_NE(at("2001:db8:0:7::1").counted_as(), at("2001:db8:0:8::1").counted_as());
    EXPECT_NE(at("192.0.2.1").counted_as(), at("192.0.2.2").counted_as());
    EXPECT_NE(at("192.0.2.1").counted_as(), at("::1").counted_as());
}

TEST(ip_address, loopback) {
    for (const auto text : {"127.0.0.1", "127.9.9.9", "::1"}) EXPECT_TRUE(at(text).is_loopback()) << text;
    for (const auto text : {"126.0.0.1", "::2", "2001:db8::1"}) EXPECT_FALSE(at(text).is_loopback()) << text;
}

TEST(ip_network, holds_what_begins_alike) {
    const auto holds = [](std::string_view network, std::string_view address) {
        return ip_network::parse(network).value().contains(at(address));
    };
    EXPECT_TRUE(holds("10.0.0.0/8", "10.255.0.1"));
    EXPECT_FALSE(holds("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(holds("172.16.0.0/12", "172.31.255.255"));
    EXPECT_FALSE(holds("172.16.0.0/12", "172.32.0.0"));
    EXPECT_TRUE(holds("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
    EXPECT_TRUE(holds("192.0.2.7", "192.0.2.7"));
    EXPECT_FALSE(holds("192.0.2.7", "192.0.2.6"));
    EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
    for (const auto bad : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "net", "2001:db8::/129"})
        EXPECT_FALSE(ip_network::parse(bad)) << bad;
}

} // namespace
