// ARTICLE and COMMENT on a command line: an id, or SITE/external_id split at the first slash.
#include "admin-cli/object_name.hpp"
#include "admin-cli/server_address.hpp"

#include <gtest/gtest.h>

namespace greffe::cli {

TEST(ObjectName, AnIdIsAnId) {
    const auto name = parse_object_name("01890a5d-ac96-774b-bcce-b302099a8057");
    ASSERT_TRUE(name);
    EXPECT_EQ(std::get<domain::uuid>(*name).to_string(), "01890a5d-ac96-774b-bcce-b302099a8057");
}

TEST(ObjectName, SplitsAtTheFirstSlashOnly) {
    const auto name = parse_object_name("bourse/https://example.org/a%2Fb?x=1");
    ASSERT_TRUE(name);
    EXPECT_EQ(std::get<natural_key>(*name), (natural_key{"bourse", "https://example.org/a%2Fb?x=1"}));
}

TEST(ObjectName, AnEncodedSlashSplitsNothing) {
    EXPECT_FALSE(parse_object_name("bourse%2Fa-1"));
}

TEST(ObjectName, RefusesHalves) {
    for (const char* text : {"", "/", "bourse/", "/a-1", "a-1"})
        EXPECT_FALSE(parse_object_name(text)) << text;
}

TEST(ObjectName, AnIdAfterASiteIsAnExternalId) {
    const auto name = parse_object_name("bourse/01890a5d-ac96-774b-bcce-b302099a8057");
    ASSERT_TRUE(name);
    EXPECT_TRUE(std::holds_alternative<natural_key>(*name));
}

TEST(Encoded, LeavesOnlyUnreservedCharacters) {
    EXPECT_EQ(encoded("a-1_b.c~"), "a-1_b.c~");
    EXPECT_EQ(encoded("a/b c%?é"), "a%2Fb%20c%25%3F%C3%A9");
}

TEST(ServerAddress, IsTakenApart) {
    const auto plain = parse_server_address("http://127.0.0.1:8080");
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->host, "127.0.0.1");
    EXPECT_EQ(plain->port, "8080");
    EXPECT_EQ(plain->authority, "127.0.0.1:8080");
    EXPECT_FALSE(plain->tls);
    const auto proxied = parse_server_address("https://registry.example.org/greffe/");
    ASSERT_TRUE(proxied);
    EXPECT_TRUE(proxied->tls);
    EXPECT_EQ(proxied->port, "443");
    EXPECT_EQ(proxied->prefix, "/greffe");
    const auto six = parse_server_address("http://[::1]:9000");
    ASSERT_TRUE(six);
    EXPECT_EQ(six->host, "::1");
    EXPECT_EQ(six->authority, "[::1]:9000");
}

TEST(ServerAddress, RefusesWhatItCannotReachAndRepeatsNoPassword) {
    for (const char* text : {"", "127.0.0.1:8080", "ftp://x", "http://", "http://x/?q", "http://x y"})
        EXPECT_FALSE(parse_server_address(text)) << text;
    const auto with_password = parse_server_address("http://admin:secret@example.org");
    ASSERT_FALSE(with_password);
    EXPECT_EQ(with_password.error().detail.find("secret"), std::string::npos);
}

} // namespace greffe::cli
