// What a change makes of a site's settings, and what it refuses: by name, and with what is allowed.
#include "server/service/change_settings.hpp"

#include "server/service/setting_keys.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::service {
namespace {

namespace json = boost::json;
using domain::errc;
using domain::moderation_mode;
using domain::moderation_scope;
using domain::role;
using domain::site_settings;
using testing::HasSubstr;

class ChangeSettings : public testing::Test {
  protected:
    domain::result<ports::settings_change> change(const site_settings& before, const std::string& asked,
                                                  role who = role::admin) {
        return change_settings(before, json::parse(asked).as_object(), who, noon, env);
    }
    site_settings after(const site_settings& before, const std::string& asked) {
        return change(before, asked).value().after;
    }
    std::vector<std::string> notes(const site_settings& before, const std::string& asked) {
        std::vector<std::string> all;
        for (const auto& note : change(before, asked).value().notes) all.push_back(json::serialize(note));
        return all;
    }
    void expect_refused(const std::string& asked, const std::string& field, const std::string& detail) {
        const auto refused = change({}, asked);
        ASSERT_FALSE(refused) << asked;
        EXPECT_EQ(refused.error().code, errc::invalid_field) << asked;
        EXPECT_EQ(refused.error().field, field) << asked;
        EXPECT_THAT(refused.error().detail, HasSubstr(detail)) << asked;
    }

    const domain::timestamp noon = domain::parse_rfc3339("2026-03-02T12:00:00Z").value();
    std::uint8_t minted = 0;
    environment env{.now = {},
                    .new_id =
                        [this] {
                            domain::uuid id;
                            id.bytes[15] = ++minted;
                            return id;
                        },
                    .new_salt = {}};
};

TEST_F(ChangeSettings, WhatIsNotNamedStaysAndNullIsTheDefault) {
    const auto set = after({}, R"({"time_zone":"Europe/Brussels","limits":{"body_characters":2000}})");
    EXPECT_EQ(set.time_zone, "Europe/Brussels");
    EXPECT_EQ(set.body_characters, 2000U);
    EXPECT_EQ(set.version, 1);
    const auto more = after(set, R"({"held_edits":"nothing","time_zone":null})");
    EXPECT_EQ(more.time_zone, "Europe/Paris");
    EXPECT_EQ(more.body_characters, 2000U);
    EXPECT_EQ(more.while_held, domain::held_edits::nothing);
    EXPECT_EQ(more.version, 2);
}

TEST_F(ChangeSettings, WhatChangesNothingKeepsTheVersion) {
    const auto set = after({}, R"({"moderation":[{"scope":"site","mode":"pre"}]})");
    for (const std::string same :
         {R"({})", R"({"time_zone":"Europe/Paris"})", R"({"moderation":[{"scope":"site","mode":"pre"}]})",
          R"({"moderation":[{"scope":"tag","target":"x","mode":null}]})"}) {
        const auto again = change(set, same).value();
        EXPECT_EQ(again.after, set) << same;
        EXPECT_TRUE(again.notes.empty()) << same;
    }
}

TEST_F(ChangeSettings, ModesArePutOneByOneAndTakenBackByNull) {
    auto set = after({}, R"({"moderation":[
        {"scope":"section","target":"bourse","mode":"pre","deadline":"2h","at_deadline":"publish"},
        {"scope":"author","target":"u1","mode":"closed","until":"2026-04-01T08:00:00+02:00"},
        {"scope":"site","mode":"post"}]})");
    ASSERT_EQ(set.moderation.all().size(), 3U);
    const auto* section = set.moderation.find(moderation_scope::section, "bourse");
    ASSERT_NE(section, nullptr);
    EXPECT_EQ(section->deadline,
              (domain::review_deadline{std::chrono::hours{2}, domain::deadline_action::publish}));
    EXPECT_EQ(set.moderation.find(moderation_scope::author, "u1")->until,
              domain::parse_rfc3339("2026-04-01T06:00:00Z"));
    const auto id = section->id;
    set = after(set, R"({"moderation":[{"scope":"section","target":"bourse","mode":"closed"},
                                       {"scope":"author","target":"u1","mode":null}]})");
    ASSERT_EQ(set.moderation.all().size(), 2U);
    section = set.moderation.find(moderation_scope::section, "bourse");
    EXPECT_EQ(section->mode, moderation_mode::closed);
    EXPECT_EQ(section->deadline, std::nullopt) << "a mode is replaced as a whole";
    EXPECT_NE(section->id, id);
}

TEST_F(ChangeSettings, WhatHasRunOutGoesWithTheNextChange) {
    site_settings before;
    before.moderation = domain::moderation_policies({{.id = env.new_id(),
                                                      .scope = moderation_scope::site,
                                                      .target = {},
                                                      .mode = moderation_mode::closed,
                                                      .until = noon,
                                                      .deadline = {}}});
    EXPECT_TRUE(after(before, R"({"held_edits":"nothing"})").moderation.all().empty());
}

TEST_F(ChangeSettings, EveryChangeIsNotedWithBeforeAndAfterButNoAuthor) {
    EXPECT_THAT(notes({}, R"({"time_zone":"UTC","limits":{"name_characters":50}})"),
                testing::ElementsAre(R"({"key":"time_zone","from":"Europe/Paris","to":"UTC"})",
                                     R"({"key":"limits.name_characters","from":200,"to":50})"));
    const auto set = after({}, R"({"moderation":[{"scope":"section","target":"bourse","mode":"pre"}]})");
    EXPECT_THAT(notes(set, R"({"moderation":[{"scope":"section","target":"bourse","mode":null}]})"),
                testing::ElementsAre(R"({"key":"mode.section.bourse","from":"pre","to":null})"));
    const auto of_author = notes({}, R"({"moderation":[{"scope":"author","target":"paule","mode":"pre"}]})");
    ASSERT_EQ(of_author.size(), 1U);
    EXPECT_THAT(of_author[0], HasSubstr(R"("key":"mode.author")"));
    EXPECT_EQ(of_author[0].find("paule"), std::string::npos)
        << "audit rows stay, a reader's id may have to go";
}

TEST_F(ChangeSettings, ARefusalNamesTheKeyAndWhatIsAllowed) {
    expect_refused(R"({"time_zon":"UTC"})", "time_zon", "did you mean 'time_zone'?");
    expect_refused(R"({"limits":{"body_character":5}})", "limits.body_character",
                   "did you mean 'limits.body_characters'?");
    expect_refused(R"({"mode":"pre"})", "mode", "'moderation'");
    expect_refused(R"({"time_zone":"Paris"})", "time_zone", "such as Europe/Paris");
    expect_refused(R"({"time_zone":5})", "time_zone", "such as Europe/Paris");
    expect_refused(R"({"held_edits":"all"})", "held_edits", "last_approved or nothing");
    for (const char* number : {"0", "50001", "1.5", "-1", "\"2000\""})
        expect_refused(R"({"limits":{"body_characters":)" + std::string(number) + "}}",
                       "limits/body_characters", "limits.body_characters is a whole number from 1 to 50000");
}

TEST_F(ChangeSettings, ARefusedModeIsNamedWithWhatIsAllowed) {
    const auto mode = [](const std::string& rest) {
        return R"({"moderation":[{"scope":"section","target":"bourse",)" + rest + "}]}";
    };
    expect_refused(mode(R"("mode":"premoderated")"), "moderation/0/mode",
                   "mode.section.bourse: mode is one of post, pre, closed");
    expect_refused(mode(R"("until":"2030-01-01T00:00:00Z")"), "moderation/0/mode",
                   "one of post, pre, closed");
    expect_refused(mode(R"("mode":"pre","until":"2030-01-01 00:00")"), "moderation/0/until",
                   "with an offset");
    expect_refused(mode(R"("mode":"pre","until":"2026-03-02T12:00:00Z")"), "moderation/0/until", "is over");
    expect_refused(mode(R"("mode":"pre","deadline":"soon")"), "moderation/0/deadline",
                   "such as 30m, 2h or 1d");
    expect_refused(mode(R"("mode":"post","deadline":"2h")"), "moderation/0/deadline", "holds nothing");
    expect_refused(mode(R"("mode":"pre","deadline":"2h","at_deadline":"drop")"), "moderation/0/at_deadline",
                   "one of stay_held, publish, alert");
    expect_refused(mode(R"("mode":"pre","at_deadline":"publish")"), "moderation/0/at_deadline",
                   "goes with a deadline");
    expect_refused(mode(R"("mode":"pre","untill":"2030-01-01T00:00:00Z")"), "moderation/0/untill",
                   "did you mean 'until'?");
    expect_refused(R"({"moderation":[{"scope":"secton","target":"x","mode":"pre"}]})", "moderation/0/scope",
                   "one of site, section, tag, article, author");
    expect_refused(R"({"moderation":[{"scope":"article","mode":"pre"}]})", "moderation/0/target",
                   "the article's external id");
    expect_refused(R"({"moderation":[{"scope":"site","target":"x","mode":"pre"}]})", "moderation/0/target",
                   "has no target");
    expect_refused(R"({"moderation":{"scope":"site","mode":"pre"}})", "moderation", "is a list");
    expect_refused(R"({"moderation":[{"scope":"site","mode":"pre"},{"scope":"site","mode":"post"}]})",
                   "moderation/1", "given twice");
}

TEST_F(ChangeSettings, ASupervisorChangesModesAndNothingElse) {
    EXPECT_TRUE(change({}, R"({"moderation":[{"scope":"site","mode":"pre"}]})", role::supervisor));
    const auto refused = change({}, R"({"time_zone":"UTC"})", role::supervisor);
    EXPECT_EQ(refused.error().code, errc::forbidden);
    EXPECT_EQ(refused.error().field, "time_zone");
}

TEST_F(ChangeSettings, ASiteHasSoManyModesAndNoMore) {
    std::string modes;
    for (int i = 0; i <= 2'000; ++i)
        modes += (i > 0 ? "," : "") + std::string(R"({"scope":"author","mode":"pre","target":")") +
                 std::to_string(i) + "\"}";
    EXPECT_EQ(change({}, R"({"moderation":[)" + modes + "]}").error().code, errc::too_large);
}

TEST_F(ChangeSettings, IsStoredByNameAndReadBack) {
    const auto set =
        after({}, R"({"time_zone":"UTC","held_edits":"nothing","limits":{"body_characters":9}})");
    const auto stored = stored_form(set);
    EXPECT_EQ(json::serialize(stored),
              R"({"time_zone":"UTC","held_edits":"nothing","rules.approval":null,"reports.hide_weight":null,)"
              R"("limits.body_characters":9,"limits.name_characters":null})");
    EXPECT_EQ(settings_from_stored(stored, {}, set.version), set);
    EXPECT_EQ(settings_from_stored({{"of_a_newer_server", 1}, {"time_zone", "nowhere"}}, {}, 0),
              site_settings{});
}

} // namespace
} // namespace greffe::service
