#include "server/service/administer_sites.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using boost::asio::awaitable;
using domain::errc;

template <class T>
T run(awaitable<T> started) {
    boost::asio::io_context context(1);
    auto answer = boost::asio::co_spawn(context, std::move(started), boost::asio::use_future);
    context.run();
    return answer.get();
}

class sites_in_memory final : public ports::site_store {
  public:
    awaitable<domain::result<site_view>> create(site_view site, ports::audit_entry) override {
        stored.push_back(site);
        co_return site;
    }
    awaitable<std::vector<site_view>> list() override { co_return stored; }
    awaitable<std::optional<site_view>> find(std::string name_or_id) override {
        ++asked;
        for (const auto& site : stored)
            if (site.name == name_or_id || site.id.to_string() == name_or_id) co_return site;
        co_return std::nullopt;
    }
    awaitable<domain::result<site_view>> change(domain::site_id site, ports::settings_step step,
                                                domain::key_id, std::function<domain::uuid()>) override {
        for (auto& each : stored) {
            if (each.id != site) continue;
            auto changed = step(*each.settings, domain::timestamp{});
            if (!changed) co_return changed.error();
            each.settings = std::make_shared<const domain::site_settings>(std::move(changed->after));
            co_return each;
        }
        co_return domain::fail(errc::not_found);
    }
    awaitable<std::vector<ports::newer_settings>>
    newer_than(std::map<domain::site_id, std::int64_t> held) override {
        std::vector<ports::newer_settings> newer;
        for (const auto& each : stored)
            if (each.settings->version > held[each.id]) newer.push_back({each.id, each.settings});
        co_return newer;
    }
    std::vector<site_view> stored;
    int asked = 0;
};

class AdministerSites : public testing::Test {
  protected:
    domain::timestamp now{std::chrono::hours{24 * 20'000}};
    std::uint8_t minted = 0;
    environment env{.now = [this] { return now; },
                    .new_id =
                        [this] {
                            domain::uuid id;
                            id.bytes[15] = ++minted;
                            return id;
                        },
                    .new_salt = {}};
    sites_in_memory store;
    settings_registry settings;
    administer_sites sites{store, settings, env};
    domain::principal admin{.key = {}, .acting_as = domain::role::admin, .site = std::nullopt, .label = {}};
};

TEST_F(AdministerSites, NamesAreWhatAUrlCarriesUnchanged) {
    for (const std::string& name :
         {std::string("a"), std::string("bourse-fr_2.test"), std::string("0"), std::string(64, 'z')})
        EXPECT_TRUE(run(sites.create(admin, name))) << name;
    for (const std::string& name :
         {std::string(), std::string(65, 'z'), std::string("Bourse"), std::string("-a"), std::string(".a"),
          std::string("_a"), std::string("a b"), std::string("a/b"), std::string("été"),
          std::string("a\0b", 3), std::string("018f0000-0000-7000-8000-000000000000")}) {
        const auto refused = run(sites.create(admin, name));
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, errc::invalid_field);
        EXPECT_EQ(refused.error().field, "name");
    }
}

TEST_F(AdministerSites, ALookUpIsKeptForAMoment) {
    ASSERT_TRUE(run(sites.create(admin, "bourse")));
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(run(sites.find(admin, "bourse")));
    EXPECT_EQ(store.asked, 1);
    now += std::chrono::minutes{1};
    ASSERT_TRUE(run(sites.find(admin, "bourse")));
    EXPECT_EQ(store.asked, 2);
}

TEST_F(AdministerSites, WhatWasNotThereIsFoundOnceItIs) {
    EXPECT_EQ(run(sites.find(admin, "bourse")).error().code, errc::not_found);
    ASSERT_TRUE(run(sites.create(admin, "bourse")));
    EXPECT_TRUE(run(sites.find(admin, "bourse")));
}

TEST_F(AdministerSites, TheCacheShowsNoSiteToAStranger) {
    ASSERT_TRUE(run(sites.create(admin, "a")));
    const auto other = run(sites.create(admin, "b")).value();
    ASSERT_TRUE(run(sites.find(admin, "a")));
    auto bound = admin;
    bound.site = other.id;
    EXPECT_EQ(run(sites.find(bound, "a")).error().code, errc::not_found);
    EXPECT_EQ(run(sites.list(bound)).value().size(), 1U);
}

} // namespace
} // namespace greffe::service
