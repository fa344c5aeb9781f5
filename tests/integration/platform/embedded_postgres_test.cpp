// The private PostgreSQL: made once, reused, found again after a kill, never two servers on the same data.
#include "server/platform/embedded_postgres.hpp"
#include "server/platform/postmaster.hpp"
#include "server/store/connection_pool.hpp"
#include "tests/support/scratch_folder.hpp"

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace greffe;
using namespace std::chrono_literals;
using platform::embedded_postgres;
using platform::embedded_postgres_error;
using testing::HasSubstr;
namespace fs = std::filesystem;

embedded_postgres::options in(const fs::path& folder) {
    return {.folder = folder, .durable = false, .outlives_us = false};
}

std::string ask(const std::string& url, const std::string& sql) {
    const auto connection = store::connect(url);
    pqxx::nontransaction statement(*connection);
    const auto rows = statement.exec(sql);
    return rows.empty() ? "" : rows[0][0].c_str();
}

std::string contents(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

template <class F>
std::string message_of(F f) {
    try {
        f();
    } catch (const std::exception& e) {
        return e.what();
    }
    return "(no exception)";
}

TEST(embedded_postgres, is_durable_checked_utf8_and_deaf_to_the_network) {
    test::scratch_folder folder;
    auto server = embedded_postgres::start({.folder = folder / "data", .outlives_us = false});
    const auto url = server.owner_url();
    EXPECT_EQ(ask(url, "SHOW fsync"), "on");
    EXPECT_EQ(ask(url, "SHOW synchronous_commit"), "on");
    EXPECT_EQ(ask(url, "SHOW data_checksums"), "on");
    EXPECT_EQ(ask(url, "SHOW server_encoding"), "UTF8");
    EXPECT_EQ(ask(url, "SELECT datcollate FROM pg_database WHERE datname = 'greffe'"), "C");
    EXPECT_EQ(ask(url, "SHOW listen_addresses"), "");
    EXPECT_EQ(ask(url, "SELECT current_user"), "greffe_owner");
    EXPECT_EQ(
        ask(url, "SELECT rolsuper::text || rolcreaterole::text FROM pg_roles WHERE rolname = current_user"),
        "falsetrue");
}

TEST(embedded_postgres, lets_no_other_user_near_its_socket) {
    test::scratch_folder folder;
    auto server = embedded_postgres::start(in(folder / "data"));
    const auto socket_folder = platform::postmaster::read(folder / "data" / "postgres")->socket_folder;
    struct stat about{};
    ASSERT_EQ(::stat(socket_folder.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0700U);
    server.stop();
    EXPECT_FALSE(fs::exists(socket_folder));
}

TEST(embedded_postgres, stops_cleanly_and_is_reused_at_the_next_start) {
    test::scratch_folder folder;
    {
        auto server = embedded_postgres::start(in(folder / "data"));
        ask(server.owner_url(), "CREATE TABLE kept AS SELECT 7 AS n");
    }
    EXPECT_FALSE(fs::exists(folder / "data" / "postgres" / "postmaster.pid"));
    auto server = embedded_postgres::start(in(folder / "data"));
    EXPECT_FALSE(server.adopted());
    EXPECT_EQ(ask(server.owner_url(), "SELECT n FROM kept"), "7");
    EXPECT_THAT(contents(folder / "data" / "postgres.log"),
                testing::Not(HasSubstr("was not properly shut down")));
}

// Starts a server in a child process that is then killed; the pid of its PostgreSQL.
pid_t start_and_be_killed(const fs::path& folder) {
    int ends[2];
    if (::pipe(ends) != 0) return 0;
    const pid_t child = ::fork();
    if (child == 0) {
        auto how = in(folder);
        how.outlives_us = true;
        auto server = embedded_postgres::start(how);
        const pid_t pid = server.pid();
        [[maybe_unused]] auto told = ::write(ends[1], &pid, sizeof pid);
        ::pause();
    }
    ::close(ends[1]);
    pid_t pid = 0;
    [[maybe_unused]] auto got = ::read(ends[0], &pid, sizeof pid);
    ::close(ends[0]);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    return pid;
}

TEST(embedded_postgres, is_found_again_after_its_server_was_killed) {
    test::scratch_folder folder;
    const auto left_running = start_and_be_killed(folder / "data");
    ASSERT_EQ(::kill(left_running, 0), 0) << "PostgreSQL outlives the kill";
    auto server = embedded_postgres::start(in(folder / "data"));
    EXPECT_TRUE(server.adopted());
    EXPECT_EQ(server.pid(), left_running);
    EXPECT_EQ(ask(server.owner_url(), "SELECT 1"), "1");
    server.stop();
    EXPECT_TRUE(platform::wait_for_end(left_running, 0s)) << "stopping stops an adopted server too";
}

TEST(embedded_postgres, recovers_when_postgres_itself_was_killed) {
    test::scratch_folder folder;
    auto server = embedded_postgres::start({.folder = folder / "data", .outlives_us = false});
    ask(server.owner_url(), "CREATE TABLE kept AS SELECT 7 AS n");
    const auto url = server.owner_url();
    EXPECT_FALSE(server.revive()) << "it runs";
    ::kill(server.pid(), SIGKILL);
    ASSERT_TRUE(platform::wait_for_end(server.pid(), 10s));
    EXPECT_TRUE(server.revive());
    EXPECT_EQ(server.owner_url(), url);
    EXPECT_EQ(ask(url, "SELECT n FROM kept"), "7");
}

TEST(embedded_postgres, a_pid_file_that_names_a_stranger_is_no_postmaster) {
    test::scratch_folder folder;
    embedded_postgres::start(in(folder / "data")).stop();
    const auto data = folder / "data" / "postgres";
    // As after a crash of the machine: the number now belongs to somebody else, here to this very test.
    std::ofstream(data / "postmaster.pid") << ::getpid() << "\n" << data.string() << "\n1\n5432\n/tmp\n\n";
    auto server = embedded_postgres::start(in(folder / "data"));
    EXPECT_FALSE(server.adopted());
    EXPECT_EQ(ask(server.owner_url(), "SELECT 1"), "1");
}

TEST(embedded_postgres, a_server_that_lost_its_socket_is_started_anew) {
    test::scratch_folder folder;
    const auto left_running = start_and_be_killed(folder / "data");
    const auto before = platform::postmaster::read(folder / "data" / "postgres");
    ASSERT_TRUE(before);
    fs::remove_all(before->socket_folder);
    auto server = embedded_postgres::start(in(folder / "data"));
    EXPECT_NE(server.pid(), left_running);
    EXPECT_EQ(ask(server.owner_url(), "SELECT 1"), "1");
}

TEST(embedded_postgres, a_second_server_on_the_same_folder_is_refused) {
    test::scratch_folder folder;
    auto first = embedded_postgres::start(in(folder / "data"));
    EXPECT_THAT(message_of([&] { embedded_postgres::start(in(folder / "data")); }),
                testing::AllOf(HasSubstr("in use by another greffe-server"),
                               HasSubstr(std::to_string(::getpid())), HasSubstr("--data")));
    EXPECT_EQ(ask(first.owner_url(), "SELECT 1"), "1");
}

TEST(embedded_postgres, a_cluster_of_another_major_is_refused_untouched_with_the_remedy) {
    test::scratch_folder folder;
    embedded_postgres::start(in(folder / "data")).stop();
    const auto data = folder / "data" / "postgres";
    std::ofstream(data / "PG_VERSION") << "14\n";
    const auto control_before = contents(data / "global" / "pg_control");
    const auto text = message_of([&] { embedded_postgres::start(in(folder / "data")); });
    EXPECT_THAT(text, testing::AllOf(HasSubstr("PostgreSQL 14"), HasSubstr("postgresql-14"),
                                     HasSubstr("pg_upgrade"), HasSubstr("--data")));
    EXPECT_EQ(contents(data / "PG_VERSION"), "14\n");
    EXPECT_EQ(contents(data / "global" / "pg_control"), control_before);
}

TEST(embedded_postgres, without_postgres_installed_the_package_is_named) {
    test::scratch_folder folder;
    auto how = in(folder / "data");
    how.programs = {};
    EXPECT_THAT(message_of([&] { embedded_postgres::start(how); }), HasSubstr("apt-get install postgresql"));
    how.programs = {{"/opt/old/bin", 13}};
    EXPECT_THAT(message_of([&] { embedded_postgres::start(how); }),
                testing::AllOf(HasSubstr("15 or newer"), HasSubstr("13")));
}

TEST(embedded_postgres, a_folder_with_something_else_in_it_is_left_alone) {
    test::scratch_folder folder;
    fs::create_directories(folder / "data" / "postgres");
    std::ofstream(folder / "data" / "postgres" / "letters.txt") << "mine";
    EXPECT_THAT(message_of([&] { embedded_postgres::start(in(folder / "data")); }),
                HasSubstr("neither empty nor a PostgreSQL cluster"));
    EXPECT_EQ(contents(folder / "data" / "postgres" / "letters.txt"), "mine");
}

TEST(embedded_postgres, an_interrupted_first_start_is_begun_again) {
    test::scratch_folder folder;
    fs::create_directories(folder / "data" / "postgres.unfinished" / "base");
    auto server = embedded_postgres::start(in(folder / "data"));
    EXPECT_EQ(ask(server.owner_url(), "SELECT 1"), "1");
    EXPECT_FALSE(fs::exists(folder / "data" / "postgres.unfinished"));
}

TEST(embedded_postgres, spaces_accents_and_very_long_paths_are_fine) {
    test::scratch_folder folder;
    const auto deep = folder / "données du greffe" / std::string(120, 'l') / std::string(120, 'o') / "it's";
    fs::create_directories(deep);
    auto server = embedded_postgres::start(in(deep));
    EXPECT_EQ(ask(server.owner_url(), "SELECT 1"), "1");
}

TEST(embedded_postgres, as_root_it_runs_as_another_user_who_owns_the_data) {
    if (!platform::running_as_root()) GTEST_SKIP() << "needs root";
    test::scratch_folder folder;
    fs::create_directories(folder / "data");
    fs::permissions(folder / "data", fs::perms::owner_all);
    auto server = embedded_postgres::start(in(folder / "data"));
    ASSERT_TRUE(server.user());
    struct stat process{}, data{}, outer{};
    ASSERT_EQ(::stat(("/proc/" + std::to_string(server.pid())).c_str(), &process), 0);
    ASSERT_EQ(::stat((folder / "data" / "postgres").c_str(), &data), 0);
    ASSERT_EQ(::stat((folder / "data").c_str(), &outer), 0);
    EXPECT_NE(process.st_uid, 0U);
    EXPECT_EQ(process.st_uid, data.st_uid);
    EXPECT_EQ(data.st_mode & 07777, 0700U);
    EXPECT_EQ(outer.st_uid, 0U);
    EXPECT_EQ(outer.st_mode & 07777, 0711U) << "passed through, not read";
}

TEST(embedded_postgres, as_root_a_folder_that_the_other_user_cannot_reach_is_refused_by_name) {
    if (!platform::running_as_root()) GTEST_SKIP() << "needs root";
    test::scratch_folder folder;
    fs::create_directories(folder / "closed" / "data");
    fs::permissions(folder / "closed", fs::perms::owner_all);
    EXPECT_THAT(message_of([&] { embedded_postgres::start(in(folder / "closed" / "data")); }),
                testing::AllOf(HasSubstr((folder / "closed").string()), HasSubstr("--data")));
    EXPECT_EQ(fs::status(folder / "closed").permissions(), fs::perms::owner_all)
        << "somebody closed it for a reason";
}

TEST(embedded_postgres, dies_with_us_when_it_shall) {
    test::scratch_folder folder;
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto server = embedded_postgres::start(in(folder / "data"));
        const pid_t pid = server.pid();
        [[maybe_unused]] auto told = ::write(ends[1], &pid, sizeof pid);
        ::pause();
    }
    pid_t pid = 0;
    ASSERT_EQ(::read(ends[0], &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
    ::close(ends[0]);
    ::close(ends[1]);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_TRUE(platform::wait_for_end(pid, 10s));
}

} // namespace
