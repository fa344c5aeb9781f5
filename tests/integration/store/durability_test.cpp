#include "server/store/durability.hpp"

#include "server/store/connection_pool.hpp"
#include "tests/support/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::store {
namespace {

TEST(durability, names_what_is_switched_off) {
    // The cluster of the tests may lose what it likes, and says so.
    EXPECT_THAT(settings_that_may_lose_commits(test::empty_database()),
                testing::ElementsAre("fsync", "full_page_writes", "synchronous_commit"));

    const auto url = test::empty_database();
    {
        const auto connection = connect(test::superuser_url(url));
        pqxx::nontransaction tx(*connection);
        tx.exec("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', "
                "current_database()); END $$");
    }
    EXPECT_THAT(settings_that_may_lose_commits(url), testing::ElementsAre("fsync", "full_page_writes"));
}

} // namespace
} // namespace greffe::store
