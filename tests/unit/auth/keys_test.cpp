#include "server/auth/keys.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <map>

namespace greffe::auth {
namespace {

using boost::asio::awaitable;
using domain::errc;
using domain::role;
using service::key_view;
using service::ports::audit_entry;

template <class T>
T run(awaitable<T> started) {
    boost::asio::io_context context(1);
    auto answer = boost::asio::co_spawn(context, std::move(started), boost::asio::use_future);
    context.run();
    return answer.get();
}

/// Keys in memory, with every look-up counted.
class keys_in_memory final : public service::ports::key_store {
  public:
    awaitable<std::optional<key_view>> find(archive::digest hash) override {
        ++asked;
        const auto found = stored.find(hash);
        if (found == stored.end() || found->second.revoked_at) co_return std::nullopt;
        co_return found->second;
    }
    awaitable<domain::result<void>> create(key_view key, archive::digest hash, audit_entry) override {
        stored[hash] = key;
        co_return domain::result<void>{};
    }
    awaitable<bool> create_if_first(key_view key, archive::digest hash, audit_entry) override {
        if (!stored.empty()) co_return false;
        stored[hash] = key;
        co_return true;
    }
    awaitable<std::vector<key_view>> list(std::optional<domain::site_id>) override {
        std::vector<key_view> all;
        for (const auto& [hash, key] : stored) all.push_back(key);
        co_return all;
    }
    awaitable<domain::result<void>> revoke(domain::key_id id, std::optional<domain::site_id>,
                                           audit_entry by) override {
        for (auto& [hash, key] : stored)
            if (key.id == id) key.revoked_at = by.at;
        co_return domain::result<void>{};
    }

    std::map<archive::digest, key_view> stored;
    int asked = 0;
};

class Keys : public testing::Test {
  protected:
    domain::uuid counted() {
        domain::uuid id;
        id.bytes[15] = ++minted;
        return id;
    }

    domain::timestamp now{std::chrono::hours{24 * 20'000}};
    std::uint8_t minted = 0;
    service::environment env{
        .now = [this] { return now; }, .new_id = [this] { return counted(); }, .new_salt = {}};
    keys_in_memory store;
    keys here{store, env};
    domain::principal admin{.key = {}, .acting_as = role::admin, .site = std::nullopt, .label = {}};
};

TEST_F(Keys, AreLookedUpOnceInLessThanASecond) {
    const auto issued = run(here.create(admin, role::moderator, std::nullopt, "bureau")).value();
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(run(here.authenticate(issued.token)));
    EXPECT_EQ(store.asked, 1);
    now += std::chrono::seconds{1};
    ASSERT_TRUE(run(here.authenticate(issued.token)));
    EXPECT_EQ(store.asked, 2);
}

TEST_F(Keys, RevokedElsewhereAreRefusedAfterASecond) {
    keys elsewhere{store, env};
    const auto issued = run(here.create(admin, role::moderator, std::nullopt, "")).value();
    ASSERT_TRUE(run(here.authenticate(issued.token)));
    ASSERT_TRUE(run(elsewhere.revoke(admin, issued.key.id)));
    now += std::chrono::seconds{1};
    EXPECT_EQ(run(here.authenticate(issued.token)).error().code, errc::unauthenticated);
}

TEST_F(Keys, RevokedHereAreRefusedAtOnce) {
    const auto issued = run(here.create(admin, role::moderator, std::nullopt, "")).value();
    ASSERT_TRUE(run(here.authenticate(issued.token)));
    ASSERT_TRUE(run(here.revoke(admin, issued.key.id)));
    EXPECT_EQ(run(here.authenticate(issued.token)).error().code, errc::unauthenticated);
}

TEST_F(Keys, AClockThatStepsBackKeepsNobodyIn) {
    const auto issued = run(here.create(admin, role::moderator, std::nullopt, "")).value();
    ASSERT_TRUE(run(here.authenticate(issued.token)));
    store.stored.clear();
    now -= std::chrono::hours{1};
    EXPECT_EQ(run(here.authenticate(issued.token)).error().code, errc::unauthenticated);
}

TEST_F(Keys, WhatIsNoTokenNeverReachesTheStore) {
    EXPECT_EQ(run(here.authenticate("")).error().code, errc::unauthenticated);
    EXPECT_EQ(run(here.authenticate(std::string(100'000, 'a'))).error().code, errc::unauthenticated);
    EXPECT_EQ(store.asked, 0);
}

TEST_F(Keys, OneThatWasGoodLatelyIsToldFromAStrangersGuess) {
    const auto issued = run(here.create(admin, role::moderator, std::nullopt, "")).value();
    EXPECT_FALSE(here.recall(issued.token).was_good) << "never seen here";
    ASSERT_TRUE(run(here.authenticate(issued.token)));
    EXPECT_EQ(here.recall(issued.token).who.value().key, issued.key.id);
    now += std::chrono::minutes{10};
    EXPECT_TRUE(here.recall(issued.token).was_good);
    EXPECT_FALSE(here.recall(issued.token).who) << "it must be asked again";
    EXPECT_FALSE(here.recall(make_token().text).was_good);
    EXPECT_FALSE(here.recall("grf_court").hash);
    EXPECT_EQ(store.asked, 1) << "recalling asks nobody";
    ASSERT_TRUE(run(here.revoke(admin, issued.key.id)));
    EXPECT_FALSE(here.recall(issued.token).was_good);
}

TEST_F(Keys, OneThatIsRefusedIsGoodNoMore) {
    keys elsewhere{store, env};
    const auto issued = run(here.create(admin, role::moderator, std::nullopt, "")).value();
    ASSERT_TRUE(run(here.authenticate(issued.token)));
    ASSERT_TRUE(run(elsewhere.revoke(admin, issued.key.id)));
    now += std::chrono::seconds{1};
    ASSERT_TRUE(here.recall(issued.token).was_good);
    ASSERT_FALSE(run(here.authenticate(issued.token)));
    EXPECT_FALSE(here.recall(issued.token).was_good);
}

TEST_F(Keys, OfPublishersAndReportersNeedASite) {
    for (const auto acting_as : domain::all_roles) {
        const auto made = run(here.create(admin, acting_as, std::nullopt, ""));
        const bool bound = acting_as == role::publisher || acting_as == role::reporter;
        EXPECT_EQ(made.has_value(), !bound) << domain::to_string(acting_as);
        if (bound) {
            EXPECT_EQ(made.error().code, errc::invalid_field);
        }
    }
}

TEST_F(Keys, LabelsAreShortText) {
    EXPECT_EQ(run(here.create(admin, role::admin, std::nullopt, std::string(201, 'a'))).error().field,
              "label");
    EXPECT_EQ(run(here.create(admin, role::admin, std::nullopt, "\xff")).error().field, "label");
}

TEST_F(Keys, TheFirstAdminIsMadeOnce) {
    const auto first = run(here.create_first_admin());
    ASSERT_TRUE(first);
    EXPECT_EQ(run(here.authenticate(first->token)).value().acting_as, role::admin);
    EXPECT_FALSE(run(here.create_first_admin()));
    EXPECT_EQ(run(here.authenticate(run(here.create_admin("perdue")).token)).value().label, "perdue");
}

} // namespace
} // namespace greffe::auth
