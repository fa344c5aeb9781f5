// What the integration tests stand on: each call a database of its own, migrated, in a cluster without fsync.
#include "server/store/connection_pool.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace {

using namespace greffe;

std::string answer_to(const std::string& url, const std::string& sql) {
    const auto connection = store::connect(url);
    pqxx::nontransaction statement(*connection);
    const auto rows = statement.exec(sql);
    return rows.empty() ? "" : rows[0][0].c_str();
}

TEST(test_database, each_is_fresh_migrated_and_alone) {
    const auto first = test::fresh_database();
    const auto second = test::fresh_database();
    EXPECT_NE(first, second);
    answer_to(first, "CREATE TABLE mine AS SELECT 1 AS n");
    EXPECT_EQ(answer_to(second, "SELECT to_regclass('public.mine') IS NULL"), "t");
    EXPECT_EQ(answer_to(second, "SELECT count(*) FROM greffe.comment"), "0");
    EXPECT_EQ(answer_to(second, "SELECT current_user"), "greffe_owner");
    EXPECT_EQ(answer_to(second, "SHOW fsync"), "off");
}

TEST(test_database, an_empty_one_has_no_schema) {
    const auto url = test::empty_database();
    EXPECT_EQ(answer_to(url, "SELECT to_regnamespace('greffe') IS NULL"), "t");
    EXPECT_EQ(
        answer_to(test::superuser_url(url), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"),
        "t");
}

TEST(test_database, leads_through_the_pooler_when_told_to_and_only_then) {
    const auto url = test::fresh_database();
    const auto connection = store::connect(url);
    // A pooler tells a number of its own as the session's process.
    pqxx::nontransaction look(*connection);
    const bool direct = look.exec("SELECT pg_backend_pid()")[0][0].as<int>() == connection->backendpid();
    EXPECT_EQ(direct, std::getenv("GREFFE_TEST_POOLER") == nullptr) << url;
}

} // namespace
