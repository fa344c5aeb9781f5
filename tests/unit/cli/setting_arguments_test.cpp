// key=value as a person writes it, and as it is shown.
#include "admin-cli/outcome.hpp"
#include "admin-cli/setting_arguments.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::cli {
namespace {

namespace json = boost::json;

std::string body(const std::vector<std::string>& arguments) {
    return json::serialize(settings_from(arguments));
}

TEST(SettingArguments, AreTheBodyOfTheRequest) {
    EXPECT_EQ(body({"reports.hide_weight=2.5"}), R"({"reports":{"hide_weight":2.5E0}})");
    EXPECT_EQ(body({"time_zone=inf"}), R"({"time_zone":"inf"})");
    EXPECT_EQ(body({"time_zone=Europe/Brussels", "limits.body_characters=2000", "held_edits="}),
              R"({"time_zone":"Europe/Brussels","limits":{"body_characters":2000},"held_edits":null})");
    EXPECT_EQ(body({"mode=pre"}), R"({"moderation":[{"scope":"site","mode":"pre"}]})");
    EXPECT_EQ(body({"mode.section.bourse=closed@2026-12-01T08:00:00+01:00"}),
              R"({"moderation":[{"scope":"section","target":"bourse","mode":"closed",)"
              R"("until":"2026-12-01T08:00:00+01:00"}]})");
    EXPECT_EQ(body({"mode.article.EXT=pre,deadline=2h,at_deadline=publish", "mode.tag.isin:x="}),
              R"({"moderation":[{"scope":"article","target":"EXT","mode":"pre","deadline":"2h",)"
              R"("at_deadline":"publish"},{"scope":"tag","target":"isin:x","mode":null}]})");
}

TEST(SettingArguments, ATargetMayHoldDotsAndEqualsSigns) {
    EXPECT_EQ(body({"mode.article.https://x.example/?a=1.2=pre@2030-01-01T00:00:00Z"}),
              R"({"moderation":[{"scope":"article","target":"https://x.example/?a=1.2","mode":"pre",)"
              R"("until":"2030-01-01T00:00:00Z"}]})");
    EXPECT_EQ(body({"mode.author.dXNlcg===closed"}),
              R"({"moderation":[{"scope":"author","target":"dXNlcg==","mode":"closed"}]})");
}

TEST(SettingArguments, WhatIsWrongInAValueIsTheServersToSay) {
    EXPECT_EQ(body({"mode.secton.x=presque"}),
              R"({"moderation":[{"scope":"secton","target":"x","mode":"presque"}]})");
    EXPECT_EQ(body({"mode=pre,until"}), R"({"moderation":[{"scope":"site","mode":"pre","until":""}]})");
}

TEST(SettingArguments, WhatIsNoSettingIsUsage) {
    for (const std::vector<std::string>& wrong :
         {std::vector<std::string>{"pre"}, {"=pre"}, {""}, {"mode=pre", "mode=post"}}) {
        try {
            settings_from(wrong);
            ADD_FAILURE() << testing::PrintToString(wrong);
        } catch (const failure& e) {
            EXPECT_EQ(e.ends_with(), exit_code::usage);
        }
    }
}

TEST(SettingArguments, WhatIsShownCanBeSetAgain) {
    const auto site = json::parse(R"({"time_zone":"UTC","limits":{"body_characters":9},"id":"x","name":"s",
        "created_at":"2026-01-01T00:00:00Z","moderation":[
        {"scope":"site","mode":"pre","deadline":"2h","at_deadline":"alert"},
        {"scope":"tag","target":"isin:a","mode":"closed","until":"2030-01-01T00:00:00Z"}]})")
                          .as_object();
    const auto shown = settings_of(site);
    EXPECT_THAT(shown, testing::ElementsAre("time_zone=UTC", "limits.body_characters=9",
                                            "mode=pre,deadline=2h,at_deadline=alert",
                                            "mode.tag.isin:a=closed@2030-01-01T00:00:00Z"));
    EXPECT_THAT(settings_of({{"reports", {{"hide_weight", 1.5}}}, {"time_zone", nullptr}}),
                testing::ElementsAre("reports.hide_weight=1.5", "time_zone="));
    auto again = settings_from(shown);
    EXPECT_EQ(again.at("moderation"), site.at("moderation"));
}

} // namespace
} // namespace greffe::cli
