#include "server/auth/keys.hpp"
#include "server/store/key_store_pg.hpp"
#include "server/store/site_store_pg.hpp"
#include "tests/support/await.hpp"
#include "tests/support/real_environment.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace greffe::test {
namespace {

using domain::errc;
using domain::role;

class Keys : public testing::Test {
  protected:
    domain::principal someone(role acting_as, std::optional<domain::site_id> site = std::nullopt) {
        return {.key = {env.new_id()}, .acting_as = acting_as, .site = site, .label = "bureau"};
    }
    domain::site_id add_site(const std::string& name) {
        const service::site_view site{.id = {env.new_id()}, .name = name, .created_at = env.now()};
        return await(sites.create(site, {.id = env.new_id(), .at = env.now(), .actor = {}})).value().id;
    }
    std::int64_t count(std::string_view query, const std::vector<std::optional<std::string>>& values = {}) {
        pqxx::work tx(*owner);
        return store::exec_params(tx, query, values)[0][0].as<std::int64_t>();
    }

    std::string url = fresh_database();
    std::unique_ptr<pqxx::connection> owner = store::connect(url);
    store::connection_pool pool{url};
    service::environment env = real_environment();
    store::site_store_pg sites{pool};
    domain::site_id place = add_site("bourse");
    store::key_store_pg store{pool};
    auth::keys keys{store, env};
    domain::principal admin = someone(role::admin);
};

TEST_F(Keys, AnIssuedKeyAuthenticatesAsWhatItIs) {
    const auto issued = await(keys.create(admin, role::publisher, place, "rédaction")).value();
    const auto who = await(keys.authenticate(issued.token)).value();
    EXPECT_EQ(who.key, issued.key.id);
    EXPECT_EQ(who.acting_as, role::publisher);
    EXPECT_EQ(who.site, place);
    EXPECT_EQ(who.label, "rédaction");
    const auto everywhere = await(keys.create(admin, role::moderator, std::nullopt, "")).value();
    EXPECT_EQ(await(keys.authenticate(everywhere.token)).value().site, std::nullopt);
    EXPECT_EQ(await(keys.authenticate(auth::make_token().text)).error().code, errc::unauthenticated);
    EXPECT_EQ(await(keys.authenticate("grf_court")).error().code, errc::unauthenticated);
}

TEST_F(Keys, OnlyTheHashIsStored) {
    const auto issued = await(keys.create(admin, role::publisher, place, "")).value();
    EXPECT_EQ(count("SELECT count(*) FROM greffe.api_key WHERE octet_length(token_hash) = 32"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM greffe.api_key k, greffe.audit a WHERE k::text || a::text LIKE $1",
                    {"%" + issued.token.substr(4, 20) + "%"}),
              0);
    EXPECT_EQ(count("SELECT count(*) FROM greffe.audit WHERE action = 'key.create'"), 1);
}

TEST_F(Keys, ARevokedKeyIsRefusedHereAtOnceAndElsewhereWithinASecond) {
    auth::keys elsewhere{store, env};
    const auto issued = await(keys.create(admin, role::publisher, place, "")).value();
    ASSERT_TRUE(await(keys.authenticate(issued.token)));
    ASSERT_TRUE(await(elsewhere.authenticate(issued.token)));
    ASSERT_TRUE(await(keys.revoke(admin, issued.key.id)));
    const auto revoked_at = env.now();
    EXPECT_EQ(await(keys.authenticate(issued.token)).error().code, errc::unauthenticated);
    while (await(elsewhere.authenticate(issued.token)))
        ASSERT_LE(env.now() - revoked_at, std::chrono::seconds{1});
    EXPECT_TRUE(await(keys.list(admin)).value().at(0).revoked_at);
    EXPECT_TRUE(await(keys.revoke(admin, issued.key.id))) << "revoked already";
    EXPECT_EQ(count("SELECT count(*) FROM greffe.audit WHERE action = 'key.revoke'"), 1);
    EXPECT_EQ(await(keys.revoke(admin, {})).error().code, errc::not_found);
}

TEST_F(Keys, AKeyOfOneSiteStaysInItsSite) {
    const auto other = add_site("autre");
    const auto bound = someone(role::admin, place);
    const auto foreign = await(keys.create(admin, role::publisher, other, "")).value();
    EXPECT_EQ(await(keys.create(bound, role::moderator, std::nullopt, "")).error().code, errc::forbidden);
    EXPECT_EQ(await(keys.create(bound, role::moderator, other, "")).error().code, errc::not_found);
    EXPECT_TRUE(await(keys.create(bound, role::moderator, place, "")));
    EXPECT_EQ(await(keys.list(bound)).value().size(), 1U);
    EXPECT_EQ(await(keys.revoke(bound, foreign.key.id)).error().code, errc::not_found);
    EXPECT_EQ(await(keys.create(admin, role::publisher, domain::site_id{env.new_id()}, "")).error().code,
              errc::not_found);
    EXPECT_EQ(await(keys.create(admin, role::reporter, std::nullopt, "")).error().field, "site");
}

TEST_F(Keys, OfManyServersThatStartAtOnceOneGetsTheFirstKey) {
    constexpr int servers = 8;
    std::vector<std::optional<auth::issued_key>> issued(servers);
    std::vector<std::jthread> threads;
    for (auto& one : issued)
        threads.emplace_back([&] {
            auth::keys starting{store, env};
            one = await(starting.create_first_admin());
        });
    threads.clear();
    int given = 0;
    for (const auto& one : issued) {
        if (!one) continue;
        ++given;
        const auto who = await(keys.authenticate(one->token)).value();
        EXPECT_EQ(who.acting_as, role::admin);
        EXPECT_FALSE(who.site);
    }
    EXPECT_EQ(given, 1);
    EXPECT_EQ(count("SELECT count(*) FROM greffe.api_key"), 1);
    EXPECT_FALSE(await(keys.create_first_admin()));
    const auto another = await(keys.create_admin("clé perdue"));
    EXPECT_EQ(await(keys.authenticate(another.token)).value().acting_as, role::admin);
}

} // namespace
} // namespace greffe::test
