#include "server/service/cursor.hpp"
#include "server/service/external_id.hpp"

#include <gtest/gtest.h>

namespace greffe::test {
namespace {

TEST(cursor, gives_back_what_it_was_made_of) {
    for (const std::vector<std::string>& parts :
         {std::vector<std::string>{"a"}, {"", ""}, {"2024-04-09T12:00:00Z", "é?>~", ""}}) {
        const auto cursor = service::to_cursor(parts);
        EXPECT_EQ(
            cursor.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos)
            << "goes into an address as it is";
        EXPECT_EQ(**service::read_cursor(cursor, parts.size()), parts);
        EXPECT_EQ(service::read_cursor(cursor, parts.size() + 1).error().field, "cursor");
    }
    EXPECT_EQ(*service::read_cursor(std::nullopt, 2), std::nullopt);
}

TEST(cursor, refuses_what_no_list_has_given) {
    for (const auto* broken : {"", "a", "=", "%%%", "YQ", "_____w"})
        EXPECT_EQ(service::read_cursor(std::string(broken), 1).error().code, domain::errc::invalid_field)
            << broken;
}

TEST(external_id, is_text_that_is_not_blank_and_not_long) {
    EXPECT_TRUE(service::check_external_id("a/1?é"));
    EXPECT_TRUE(service::check_external_id(std::string(512, 'a')));
    for (const std::string& bad : {std::string(), std::string("  "), std::string(513, 'a'),
                                   std::string("a\0b", 3), std::string("\xff")})
        EXPECT_EQ(service::check_external_id(bad, "article").error().field, "article");
}

TEST(error_codes, are_the_enumerators_names) {
    EXPECT_EQ(domain::to_string(domain::errc::invalid_field), "invalid_field");
    EXPECT_EQ(domain::to_string(domain::errc::deadline_exceeded), "deadline_exceeded");
    EXPECT_TRUE(domain::is_retryable(domain::errc::unknown_parent));
    EXPECT_FALSE(domain::is_retryable(domain::errc::already_exists));
}

} // namespace
} // namespace greffe::test
