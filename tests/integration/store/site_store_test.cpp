#include "server/service/administer_sites.hpp"
#include "server/store/site_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace greffe::test {
namespace {

using domain::errc;

class SiteStore : public testing::Test {
  protected:
    review_house house{8};
    store::site_store_pg store{house.pool};
    service::settings_registry settings;
    service::administer_sites sites{store, settings, house.env};
    domain::principal admin = review_house::someone(domain::role::admin);
};

TEST_F(SiteStore, CreatesFindsAndLists) {
    const auto made = await(sites.create(admin, "bourse.fr"));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->settings->time_zone, "Europe/Paris");
    ASSERT_TRUE(await(sites.create(admin, "actualite")));
    EXPECT_EQ(await(sites.find(admin, "bourse.fr")).value().id, made->id);
    const auto by_id = await(sites.find(admin, made->id.to_string())).value();
    EXPECT_EQ(by_id.name, "bourse.fr");
    EXPECT_EQ(by_id.created_at, made->created_at);
    std::vector<std::string> names;
    for (const auto& site : await(sites.list(admin)).value()) names.push_back(site.name);
    EXPECT_EQ(names, (std::vector<std::string>{"actualite", "bourse.fr"}));
    EXPECT_EQ(
        house.value(
            "SELECT action || ' ' || (detail ->> 'name') FROM greffe.audit WHERE site_id = $1::uuid AND "
            "actor = $2::uuid",
            {made->id.to_string(), admin.key.to_string()}),
        "site.create bourse.fr");
}

TEST_F(SiteStore, ANameIsTakenOnce) {
    std::atomic<int> made = 0;
    std::atomic<int> refused = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            const auto site = await(sites.create(admin, "bourse"));
            if (site)
                ++made;
            else if (site.error().code == errc::already_exists)
                ++refused;
        });
    threads.clear();
    EXPECT_EQ(made, 1);
    EXPECT_EQ(refused, 7);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.audit"), 1) << "what was refused leaves no audit row";
}

TEST_F(SiteStore, AnotherSitesKeyDoesNotSeeIt) {
    const auto mine = await(sites.create(admin, "a")).value();
    const auto other = await(sites.create(admin, "b")).value();
    const auto bound = review_house::someone(domain::role::publisher, mine.id);
    EXPECT_TRUE(await(sites.find(bound, "a")));
    EXPECT_EQ(await(sites.find(bound, "b")).error().code, errc::not_found);
    EXPECT_EQ(await(sites.find(bound, other.id.to_string())).error().code, errc::not_found);
    EXPECT_EQ(await(sites.list(bound)).value().size(), 1U);
    EXPECT_EQ(await(sites.create(bound, "c")).error().code, errc::forbidden);
}

TEST_F(SiteStore, SettingsAreChangedAuditedAndSeenByOtherServers) {
    const auto site = await(sites.create(admin, "bourse")).value().id;
    const auto change = [&](const std::string& asked) {
        return await(sites.change(admin, site, boost::json::parse(asked).as_object()));
    };
    const auto changed = change(R"({"time_zone":"UTC","moderation":[
        {"scope":"section","target":"forum","mode":"pre","until":"2999-01-01T00:00:00Z","deadline":"2h"},
        {"scope":"author","target":"paule","mode":"closed"}]})");
    ASSERT_TRUE(changed) << changed.error().detail;
    EXPECT_EQ(settings.of(site), changed->settings) << "who changes runs it at once";

    service::settings_registry elsewhere;
    service::administer_sites other{store, elsewhere, house.env};
    await(other.refresh());
    EXPECT_EQ(*elsewhere.of(site), *changed->settings);
    EXPECT_EQ(*await(other.show(admin, site)).value().settings, *changed->settings);
    EXPECT_EQ(*await(other.list(admin)).value().at(0).settings, *changed->settings);
    EXPECT_EQ(
        house.value("SELECT string_agg(detail ->> 'key', ' ' ORDER BY detail ->> 'key') FROM greffe.audit "
                    "WHERE action = 'site.set' AND actor = $1::uuid",
                    {admin.key.to_string()}),
        "mode.author mode.section.forum time_zone");
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.audit WHERE detail::text LIKE '%paule%'") +
                  house.count("SELECT count(*) FROM greffe.moderation_policy WHERE target LIKE '%paule%'"),
              0)
        << "who it is stands with the personal data only";

    ASSERT_TRUE(
        change(R"({"time_zone":null,"moderation":[{"scope":"author","target":"paule","mode":null}]})"));
    EXPECT_EQ(house.count("SELECT count(*) FROM personal.moderated_author"), 0);
    await(other.refresh());
    EXPECT_EQ(elsewhere.of(site)->version, 2);
    EXPECT_EQ(elsewhere.of(site)->moderation.all().size(), 1U);
    EXPECT_EQ(house.value("SELECT settings::text FROM greffe.site"), "{}");
    EXPECT_EQ(change(R"({"time_zone":"nulle part"})").error().code, errc::invalid_field);
    EXPECT_EQ(house.count("SELECT settings_version FROM greffe.site"), 2)
        << "what is refused changes nothing";
}

TEST_F(SiteStore, ChangesAtOnceFollowOneAnother) {
    const auto site = await(sites.create(admin, "bourse")).value().id;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&, i] {
            const boost::json::array modes{
                {{"scope", "section"}, {"target", "s" + std::to_string(i)}, {"mode", "pre"}}};
            EXPECT_TRUE(await(sites.change(admin, site, {{"moderation", modes}})));
        });
    threads.clear();
    EXPECT_EQ(settings.of(site)->version, 8);
    EXPECT_EQ(settings.of(site)->moderation.all().size(), 8U) << "none is lost";
    EXPECT_EQ(*await(sites.show(admin, site)).value().settings, *settings.of(site));
}

TEST_F(SiteStore, WhatANewerServerKeepsStays) {
    const auto site = await(sites.create(admin, "bourse")).value().id;
    house.sql("UPDATE greffe.site SET settings = '{\"of_a_newer_server\": 1}'");
    ASSERT_TRUE(await(sites.change(admin, site, {{"held_edits", "nothing"}})));
    EXPECT_EQ(house.value("SELECT settings::text FROM greffe.site"),
              R"({"held_edits": "nothing", "of_a_newer_server": 1})");
}

TEST_F(SiteStore, WhatIsNobodysNameIsNotFound) {
    for (const std::string& name :
         {std::string(), std::string("inconnu"), std::string("a\0b", 3), std::string("\xff")})
        EXPECT_EQ(await(sites.find(admin, name)).error().code, errc::not_found);
}

} // namespace
} // namespace greffe::test
