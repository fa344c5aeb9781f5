// Settings and modes from the command line: set, shown, refused with the key and what is allowed.
#include "tests/e2e/cli/one_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {

namespace {

using testing::HasSubstr;
using testing::Not;

outcome set(const std::string& site, std::vector<std::string> settings) {
    settings.insert(settings.begin(), {std::string("site"), std::string("set"), site});
    return one_server().greffe(settings);
}

} // namespace

TEST(SiteSet, SetsShowsAndTakesBack) {
    open_site("settings");
    const auto changed =
        set("settings", {"time_zone=Europe/Brussels", "mode=pre,deadline=2h,at_deadline=alert",
                         "mode.section.bourse=closed@2999-12-01T08:00:00+01:00", "mode.article.a/b.1=post"});
    ASSERT_EQ(changed.exit_code, 0) << changed.errors;
    for (const char* line :
         {"time_zone=Europe/Brussels\n", "held_edits=last_approved\n",
          "mode=pre,deadline=2h,at_deadline=alert\n", "mode.section.bourse=closed@2999-12-01T07:00:00Z\n",
          "mode.article.a/b.1=post\n"})
        EXPECT_THAT(changed.output, HasSubstr(line));
    EXPECT_THAT(one_server().greffe({"site", "list"}).output,
                HasSubstr("mode.section.bourse=closed@2999-12-01T07:00:00Z"));

    const auto back = set("settings", {"mode.section.bourse=", "time_zone="});
    EXPECT_EQ(back.exit_code, 0) << back.errors;
    EXPECT_THAT(back.output, HasSubstr("time_zone=Europe/Paris\n"));
    EXPECT_THAT(back.output, Not(HasSubstr("bourse")));
}

TEST(SiteSet, AModeIsInForce) {
    open_site("closing");
    const std::string input =
        R"({"type":"article","external_id":"a-1","title":"La halle","published_at":"2025-01-02T08:00:00Z"})"
        "\n"
        R"({"type":"comment","article":"a-1","external_id":"c-1","body":"Enfin !"})"
        "\n";
    ASSERT_EQ(set("closing", {"mode.article.a-1=closed"}).exit_code, 0);
    const auto refused = one_server().greffe({"import", "ndjson", "-", "--site", "closing"}, input);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.errors, HasSubstr("comments_closed"));
    ASSERT_EQ(set("closing", {"mode.article.a-1="}).exit_code, 0);
    EXPECT_EQ(one_server().greffe({"import", "ndjson", "-", "--site", "closing"}, input).exit_code, 0);
}

TEST(SiteSet, ARefusalNamesTheKeyAndWhatIsAllowed) {
    open_site("refused");
    struct line {
        const char* setting;
        const char* told;
    };
    for (const auto& [setting, told] :
         {line{"time_zon=UTC", "did you mean 'time_zone'?"}, line{"time_zone=Paris", "such as Europe/Paris"},
          line{"limits.body_characters=many", "limits.body_characters is a whole number from 1 to 50000"},
          line{"mode.section.bourse=open", "mode.section.bourse: mode is one of post, pre, closed"},
          line{"mode.tag.x=pre@tomorrow", "mode.tag.x: until is an RFC 3339 time with an offset"},
          line{"mode.tag.x=pre,deadlin=2h", "did you mean 'deadline'?"}}) {
        const auto refused = set("refused", {setting});
        EXPECT_EQ(refused.exit_code, 1) << setting;
        EXPECT_THAT(refused.errors, HasSubstr(told)) << setting;
    }
    EXPECT_EQ(set("refused", {"pre"}).exit_code, 2);
    EXPECT_EQ(set("refused", {}).exit_code, 2);
    EXPECT_EQ(set("nowhere", {"mode=pre"}).exit_code, 1);
}

} // namespace greffe::test
