// Acknowledged means kept: kill -9 of the server, kill -9 of PostgreSQL, and a polite stop, each under load
// from many connections; afterwards every acknowledged comment is there exactly once.
#include "server/platform/embedded_postgres.hpp"
#include "tests/integration/http/load.hpp"
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/stored.hpp"
#include "tests/support/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

namespace greffe::test {
namespace {

constexpr int publishers = 16;
constexpr std::size_t enough = 300;

TEST(Acknowledged, SurvivesKillingTheServer) {
    const scratch_folder folder;
    std::set<std::string> acknowledged;
    for (const std::string generation : {"first", "second"}) {
        server_program server(folder / "data", "");
        if (generation == "first") prepare_load_site(server.as_admin());
        load many(server.url(), server.admin_key(), "load", publishers, generation);
        ASSERT_TRUE(many.wait_for_acknowledged(enough));
        server.running().signal(SIGKILL);
        many.stop();
        EXPECT_THAT(many.odd(), testing::IsEmpty());
        EXPECT_GE(many.acknowledged().size(), enough);
        acknowledged.merge(many.acknowledged());
    }
    server_program again(folder / "data", "");
    EXPECT_EQ(missing_or_doubled(acknowledged, stored_comments(again.as_admin())), "");
    again.running().signal(SIGTERM);
    EXPECT_EQ(again.running().wait(), 0);
}

TEST(Acknowledged, SurvivesKillingPostgres) {
    const scratch_folder folder;
    server_program server(folder / "data", "");
    prepare_load_site(server.as_admin());
    load many(server.url(), server.admin_key(), "load", publishers, "pg", true);
    for (int times = 1; times <= 2; ++times) {
        ASSERT_TRUE(many.wait_for_acknowledged(many.acknowledged().size() + enough));
        const pid_t postmaster = postmaster_of(folder / "data");
        ASSERT_GT(postmaster, 1);
        ASSERT_EQ(::kill(postmaster, SIGKILL), 0);
        // The server starts it again by itself; the load goes on over the gap.
        ASSERT_TRUE(many.wait_for_acknowledged(many.acknowledged().size() + enough));
    }
    many.stop();
    EXPECT_THAT(many.odd(), testing::IsEmpty());
    EXPECT_EQ(missing_or_doubled(many.acknowledged(), stored_comments(server.as_admin())), "");
    server.running().signal(SIGTERM);
    EXPECT_EQ(server.running().wait(), 0) << server.running().output();
    EXPECT_FALSE(std::filesystem::exists(folder / "data" / "postgres" / "postmaster.pid"));
}

TEST(Acknowledged, SurvivesAPoliteStopUnderLoad) {
    const scratch_folder folder;
    std::set<std::string> acknowledged;
    {
        server_program server(folder / "data", "");
        prepare_load_site(server.as_admin());
        load many(server.url(), server.admin_key(), "load", publishers, "stop");
        ASSERT_TRUE(many.wait_for_acknowledged(enough));
        server.running().signal(SIGTERM);
        EXPECT_EQ(server.running().wait(), 0) << server.running().output();
        many.stop();
        EXPECT_THAT(many.odd(), testing::IsEmpty());
        acknowledged = many.acknowledged();
    }
    server_program again(folder / "data", "");
    const auto stored = stored_comments(again.as_admin());
    EXPECT_EQ(missing_or_doubled(acknowledged, stored), "");
    // Nothing was cut off either: what was stored was also answered.
    EXPECT_EQ(stored.size(), acknowledged.size());
}

} // namespace
} // namespace greffe::test
