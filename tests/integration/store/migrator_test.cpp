#include "server/store/migrator.hpp"

#include "server/store/connection_pool.hpp"
#include "tests/support/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace greffe::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string value(const std::string& url, const std::string& sql) {
    const auto connection = connect(url);
    pqxx::nontransaction look(*connection);
    return look.exec(sql)[0][0].c_str();
}

template <class Work>
std::string refusal_of(Work work) {
    try {
        work();
    } catch (const migration_refused& e) {
        return e.what();
    }
    return "not refused";
}

constexpr migration_source first{"V0001__first.sql", "CREATE SCHEMA desk;\nCREATE TABLE desk.a (x int);\n"};
constexpr migration_source second{"V0002__second.sql", "CREATE TABLE desk.b (x int);\n"};

TEST(migrator, takes_an_empty_database_to_the_newest_schema_and_does_nothing_the_second_time) {
    const auto url = test::empty_database();
    EXPECT_FALSE(migrate(url, migrate_mode::automatic).empty());
    EXPECT_TRUE(migrate(url, migrate_mode::automatic).empty());
    EXPECT_EQ(
        value(
            url,
            "SELECT count(*) > 0 FROM greffe.schema_version WHERE length(checksum) = 64 AND min_binary >= 1"),
        "t");
    EXPECT_EQ(value(url, "SELECT count(*) FROM greffe.comment"), "0");
    EXPECT_NO_THROW(migrate(url, migrate_mode::check));
}

TEST(migrator, refuses_a_postgres_older_than_fifteen) {
    EXPECT_EQ(refusal_of([] { refuse_old_postgres(150000); }), "not refused");
    EXPECT_EQ(refusal_of([] { refuse_old_postgres(170002); }), "not refused");
    EXPECT_THAT(refusal_of([] { refuse_old_postgres(140011); }),
                testing::AllOf(testing::HasSubstr("PostgreSQL 14"), testing::HasSubstr("15 or newer")));
}

TEST(migrator, applies_in_order_what_is_missing_only) {
    const auto url = test::empty_database();
    EXPECT_THAT(migrate(url, migrate_mode::automatic, {{first}}, 1), ElementsAre("V0001__first.sql"));
    EXPECT_THAT(migrate(url, migrate_mode::automatic, {{second, first}}, 1),
                ElementsAre("V0002__second.sql"));
}

TEST(migrator, lets_eight_servers_start_at_once) {
    const auto url = test::empty_database();
    std::atomic<int> applied = 0;
    std::vector<std::thread> servers;
    for (int i = 0; i < 8; ++i)
        servers.emplace_back(
            [&] { applied += static_cast<int>(migrate(url, migrate_mode::automatic).size()); });
    for (auto& server : servers) server.join();
    EXPECT_EQ(std::to_string(applied), value(url, "SELECT count(*) FROM greffe.schema_version"));
}

TEST(migrator, refuses_a_changed_migration) {
    const auto url = test::empty_database();
    migrate(url, migrate_mode::automatic, {{first}}, 1);
    const migration_source changed{first.name, "CREATE SCHEMA desk; -- and a thought\n"};
    EXPECT_THAT(refusal_of([&] { migrate(url, migrate_mode::automatic, {{changed, second}}, 1); }),
                HasSubstr("another text of V0001__first.sql"));
    EXPECT_EQ(value(url, "SELECT count(*) FROM greffe.schema_version"), "1");
}

TEST(migrator, refuses_a_binary_older_than_the_schema_admits) {
    const auto url = test::empty_database();
    const migration_source demanding{"V0002__demanding.sql",
                                     "-- min_binary: 7\nCREATE TABLE desk.b (x int);\n"};
    migrate(url, migrate_mode::automatic, {{first, demanding}}, 7);
    for (const auto mode : {migrate_mode::automatic, migrate_mode::check})
        EXPECT_THAT(refusal_of([&] { migrate(url, mode, {{first}}, 6); }),
                    AllOf(HasSubstr("generation 7"), HasSubstr("this one is of generation 6")));
}

TEST(migrator, serves_a_newer_schema_that_still_admits_this_binary) {
    const auto url = test::empty_database();
    migrate(url, migrate_mode::automatic, {{first, second}}, 2);
    EXPECT_TRUE(migrate(url, migrate_mode::automatic, {{first}}, 1).empty());
    EXPECT_TRUE(migrate(url, migrate_mode::check, {{first}}, 1).empty());
}

TEST(migrator, check_changes_nothing_and_names_what_is_missing) {
    const auto url = test::empty_database();
    EXPECT_THAT(refusal_of([&] { migrate(url, migrate_mode::check, {{first, second}}, 1); }),
                AllOf(HasSubstr("V0001__first.sql, V0002__second.sql"), HasSubstr("--migrate=auto")));
    EXPECT_EQ(value(url, "SELECT to_regclass('greffe.schema_version') IS NULL"), "t");
}

TEST(migrator, rolls_a_failing_migration_back_and_keeps_those_before_it) {
    const auto url = test::empty_database();
    const migration_source broken{"V0002__broken.sql",
                                  "CREATE TABLE desk.b (x int);\nCREATE TABLE desk.b (x int);\n"};
    EXPECT_THROW(migrate(url, migrate_mode::automatic, {{first, broken}}, 1), pqxx::sql_error);
    EXPECT_EQ(value(url, "SELECT to_regclass('desk.a') IS NOT NULL AND to_regclass('desk.b') IS NULL"), "t");
    EXPECT_THAT(migrate(url, migrate_mode::automatic, {{first, second}}, 1),
                ElementsAre("V0002__second.sql"));
}

TEST(migrator, refuses_a_gap) {
    const auto url = test::empty_database();
    migrate(url, migrate_mode::automatic, {{migration_source{"V0003__third.sql", "CREATE SCHEMA desk;"}}}, 1);
    EXPECT_THAT(refusal_of([&] { migrate(url, migrate_mode::automatic, {{second}}, 1); }),
                HasSubstr("V0002__second.sql was never applied"));
}

TEST(migrator, grants_later_tables_to_the_application_too) {
    const auto url = test::fresh_database();
    {
        const auto connection = connect(url);
        pqxx::nontransaction work(*connection);
        work.exec("CREATE TABLE greffe.later (x int)");
    }
    EXPECT_EQ(value(url, "SELECT has_table_privilege('greffe_app', 'greffe.later', 'SELECT, INSERT')"), "t");
    EXPECT_EQ(
        value(url,
              "SELECT has_table_privilege('greffe_app', 'greffe.schema_version', 'INSERT, UPDATE, DELETE')"),
        "f");
}

TEST(migrator, says_that_the_database_is_away) {
    EXPECT_THROW(migrate("postgresql:///greffe?host=/nowhere", migrate_mode::automatic),
                 service::ports::store_unavailable);
}

} // namespace
} // namespace greffe::store
