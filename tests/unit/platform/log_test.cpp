// A line of the log is one JSON object, and never holds a secret.
#include "server/platform/log.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace log = greffe::platform::log;
using testing::HasSubstr;
using testing::Not;

TEST(log, a_line_is_one_json_object) {
    const auto line = log::format(log::level::warning, "slow request",
                                  {{"request", "r-1"}, {"ms", 1200}, {"note", "two\nlines \"quoted\""}});
    EXPECT_THAT(line, Not(HasSubstr("\n")));
    const auto parsed = boost::json::parse(line).as_object();
    EXPECT_EQ(parsed.at("level"), "warning");
    EXPECT_EQ(parsed.at("event"), "slow request");
    EXPECT_EQ(parsed.at("request"), "r-1");
    EXPECT_EQ(parsed.at("ms"), 1200);
    EXPECT_EQ(parsed.at("note"), "two\nlines \"quoted\"");
    const std::string time(parsed.at("time").as_string());
    EXPECT_THAT(time, testing::MatchesRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{6}Z"));
}

TEST(log, hides_fields_that_are_secrets) {
    for (const auto* name : {"authorization", "cookie", "password", "token", "salt"})
        EXPECT_THAT(log::format(log::level::info, "x", {{name, "geheim"}}), Not(HasSubstr("geheim"))) << name;
}

TEST(log, takes_passwords_out_of_database_urls) {
    EXPECT_EQ(log::without_password("postgresql://u:geheim@h:5432/d?x=1"), "postgresql://u:***@h:5432/d?x=1");
    EXPECT_EQ(log::without_password("postgresql://u:ge@heim@h/d"), "postgresql://u:***@h/d");
    EXPECT_EQ(log::without_password("postgresql://u@h/d"), "postgresql://u@h/d");
    EXPECT_EQ(log::without_password("postgresql:///d?host=/run&password=geheim&user=u"),
              "postgresql:///d?host=/run&password=***&user=u");
    EXPECT_EQ(log::without_password("host=h password=geheim user=u"), "host=h password=*** user=u");
    EXPECT_EQ(log::without_password("plain text: nothing@all"), "plain text: nothing@all");
    EXPECT_THAT(log::format(log::level::error, "x", {{"database", "postgresql://u:geheim@h/d"}}),
                Not(HasSubstr("geheim")));
}

TEST(log, hides_keys_wherever_they_turn_up) {
    const auto line = log::format(log::level::info, "x",
                                  {{"note", "sent 'Bearer grf_c2VjcmV0' twice"}, {"key", "01a20a36"}});
    EXPECT_THAT(line, Not(HasSubstr("c2VjcmV0")));
    EXPECT_THAT(line, HasSubstr("grf_***' twice"));
    EXPECT_THAT(line, HasSubstr("01a20a36")) << "a key's id is no secret";
}

TEST(log, knows_its_levels) {
    EXPECT_TRUE(log::set_level("debug"));
    EXPECT_FALSE(log::set_level("loud"));
    log::set_level(log::level::info);
}

} // namespace
