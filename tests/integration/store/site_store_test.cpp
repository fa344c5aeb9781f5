#include "server/service/administer_sites.hpp"
#include "server/store/site_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"

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
    service::administer_sites sites{store, house.env};
    domain::principal admin = review_house::someone(domain::role::admin);
};

TEST_F(SiteStore, CreatesFindsAndLists) {
    const auto made = await(sites.create(admin, "bourse.fr"));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->time_zone, "Europe/Paris");
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

TEST_F(SiteStore, WhatIsNobodysNameIsNotFound) {
    for (const std::string& name :
         {std::string(), std::string("inconnu"), std::string("a\0b", 3), std::string("\xff")})
        EXPECT_EQ(await(sites.find(admin, name)).error().code, errc::not_found);
}

} // namespace
} // namespace greffe::test
