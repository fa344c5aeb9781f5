// A migration among transactions that others hold open: it never stands in the way for long, gives up when it
// must, and says who was in its way, but not what they were doing.
#include "server/store/connection_pool.hpp"
#include "server/store/migrator.hpp"
#include "server/store/transaction.hpp"
#include "tests/support/test_database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace greffe::store {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr migration_source makes_desk{"V0001__desk.sql",
                                      "CREATE SCHEMA desk;\nCREATE TABLE desk.note (words text);\n"};
constexpr migration_source adds_stamp{"V0002__stamp.sql", "ALTER TABLE desk.note ADD COLUMN stamp int;\n"};

/// Somebody else's transaction that holds what the second migration wants.
class reader_at_work {
  public:
    explicit reader_at_work(const std::string& url) : connection_(connect(url + "&application_name=reader")) {
        work_.emplace(*connection_);
        pid_ = (*work_).exec("SELECT pg_backend_pid()")[0][0].as<std::string>();
        (*work_).exec("SELECT 'un secret de lecteur', count(*) FROM desk.note");
    }
    void leave() { work_.reset(); }
    const std::string& pid() const { return pid_; }

  private:
    std::unique_ptr<pqxx::connection> connection_;
    std::optional<pqxx::work> work_;
    std::string pid_;
};

class migration_among_others : public testing::Test {
  protected:
    migration_among_others() : url(test::empty_database()) {
        migrate(url, migrate_mode::automatic, {{makes_desk}}, 1);
        terms.lock = 300ms;
        terms.pause = 1ms;
        terms.tries = 3;
        terms.told = [this](const std::string& name, int number, const std::string& why) {
            told.push_back(name + " " + std::to_string(number) + ": " + why);
            if (meanwhile) meanwhile();
        };
    }
    std::vector<std::string> migrate_now() {
        return migrate(url, migrate_mode::automatic, {{makes_desk, adds_stamp}}, 1, terms);
    }
    std::string blocked() {
        try {
            migrate_now();
        } catch (const migration_blocked& e) {
            return e.what();
        }
        return "not blocked";
    }
    std::string value(const std::string& sql) const {
        const auto connection = connect(url);
        pqxx::work look(*connection);
        return look.exec(sql)[0][0].c_str();
    }

    const std::string url;
    migration_terms terms;
    std::vector<std::string> told;
    std::function<void()> meanwhile;
};

TEST_F(migration_among_others, gives_up_after_some_tries_and_names_who_was_in_the_way) {
    const reader_at_work reader(url);
    const auto why = blocked();
    EXPECT_THAT(why, AllOf(HasSubstr("V0002__stamp.sql did not get its locks in 3 tries"),
                           HasSubstr("AccessExclusiveLock on desk.note"),
                           HasSubstr("held by process " + reader.pid()), HasSubstr("user greffe_owner"),
                           HasSubstr("idle in transaction")));
    EXPECT_THAT(why, Not(HasSubstr("secret")));
    EXPECT_EQ(told.size(), 3u);
    EXPECT_EQ(value("SELECT count(*) FROM greffe.schema_version"), "1");
}

TEST_F(migration_among_others, goes_through_as_soon_as_the_way_is_free) {
    reader_at_work reader(url);
    meanwhile = [&] { reader.leave(); };
    EXPECT_THAT(migrate_now(), ElementsAre("V0002__stamp.sql"));
    EXPECT_EQ(told.size(), 1u);
}

TEST_F(migration_among_others, lets_everybody_pass_between_two_tries) {
    const reader_at_work reader(url);
    int passed = 0;
    meanwhile = [&] {
        const auto connection = connect(url);
        pqxx::work writer(*connection);
        writer.exec("SET LOCAL lock_timeout = '1ms'; INSERT INTO desk.note VALUES ('pass')");
        writer.commit();
        ++passed;
    };
    EXPECT_THAT(blocked(), HasSubstr("tries"));
    EXPECT_EQ(passed, 3);
    EXPECT_EQ(value("SELECT count(*) FROM desk.note"), "3");
}

/// Waits until `count` sessions of this database wait for a lock; fails after a minute.
void wait_for_waiters(const std::string& url, int count) {
    const auto connection = connect(url);
    const auto until = std::chrono::steady_clock::now() + 1min;
    for (;;) {
        pqxx::work look(*connection);
        const auto rows = look.exec("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN "
                                    "(SELECT pid FROM pg_stat_activity WHERE datname = current_database())");
        if (rows[0][0].as<int>() >= count) return;
        if (std::chrono::steady_clock::now() > until) throw std::runtime_error("nobody waits");
    }
}

// One holds a row and will want the table that the migration wants; another has used that table and waits for
// the row. Whoever of them comes to wait behind the migration closes the ring.
TEST_F(migration_among_others, closes_no_ring_with_those_who_wait_for_each_other) {
    {
        const auto connection = connect(url);
        pqxx::work owner(*connection);
        owner.exec("CREATE TABLE desk.row (id int); INSERT INTO desk.row VALUES (1); "
                   "GRANT USAGE ON SCHEMA desk TO greffe_app; "
                   "GRANT ALL ON ALL TABLES IN SCHEMA desk TO greffe_app");
        owner.commit();
    }
    terms.gate = 1min;
    terms.tries = 1;
    const auto connection = connect(url);
    transaction holder(*connection);
    holder.base().exec("SELECT FROM desk.row FOR UPDATE");
    auto waiter = std::async(std::launch::async, [&] {
        const auto own = connect(url);
        transaction tx(*own);
        tx.base().exec("SELECT count(*) FROM desk.note");
        tx.base().exec("SELECT FROM desk.row FOR UPDATE");
        tx.commit();
    });
    wait_for_waiters(url, 1);
    auto migration = std::async(std::launch::async, [&] { return migrate_now(); });
    wait_for_waiters(url, 2);
    holder.base().exec("INSERT INTO desk.note VALUES ('passed')");
    holder.commit();
    waiter.get();
    EXPECT_THAT(migration.get(), ElementsAre("V0002__stamp.sql"));
    EXPECT_THAT(told, testing::IsEmpty());
}

TEST_F(migration_among_others, says_that_it_waits_for_the_servers) {
    const auto connection = connect(url);
    const transaction server(*connection);
    terms.gate = 300ms;
    EXPECT_THAT(blocked(), HasSubstr("the gate that the servers' transactions keep open, held by process"));
}

TEST_F(migration_among_others, waits_for_another_server_that_migrates_and_says_so) {
    const auto connection = connect(url);
    pqxx::work other(*connection);
    other.exec("SELECT pg_advisory_xact_lock(113723369580133)");
    terms.turn = 300ms;
    EXPECT_THAT(blocked(), AllOf(HasSubstr("another server has been migrating"),
                                 HasSubstr("the turn to migrate"), HasSubstr("held by process")));
    EXPECT_TRUE(told.empty()) << "there is nothing to try again";
}

TEST_F(migration_among_others, has_its_own_time_whatever_the_role_has) {
    {
        const auto connection = connect(url);
        pqxx::nontransaction owner(*connection);
        owner.exec("ALTER ROLE greffe_owner IN DATABASE " + value("SELECT current_database()") +
                   " SET statement_timeout = '20ms'");
    }
    const migration_source slow{"V0002__slow.sql", "SELECT pg_sleep(0.1);\n"};
    EXPECT_THAT(migrate(url, migrate_mode::automatic, {{makes_desk, slow}}, 1, terms),
                ElementsAre("V0002__slow.sql"));
    const migration_source endless{"V0003__endless.sql", "SELECT pg_sleep(60);\n"};
    terms.statement = 100ms;
    terms.lock = 50ms;
    try {
        migrate(url, migrate_mode::automatic, {{makes_desk, slow, endless}}, 1, terms);
        ADD_FAILURE() << "it went on for a minute";
    } catch (const migration_blocked& e) {
        EXPECT_THAT(e.what(), AllOf(HasSubstr("V0003__endless.sql"), HasSubstr("statement timeout")));
    }
    EXPECT_EQ(value("SELECT max(version) FROM greffe.schema_version"), "2");
}

} // namespace
} // namespace greffe::store
