// A pooler may hand each transaction another session, and a NOTIFY makes every commit of the database wait
// for the one before: neither may appear in what is run against the database. Whole programs behind a pooler
// are CTest's label "pooler"; here stands what would only fail there by chance.
#include "server/store/connection_pool.hpp"
#include "store/embedded_queries.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace greffe::store {
namespace {

/// What needs a session, or serialises commits; not after "LOCAL", not in a word.
const std::regex
    forbidden(R"(\bpg_notify\b|\bNOTIFY\b|\bpg_(try_)?advisory_(un)?lock(_shared|_all)?\b)"
              R"(|\bPREPARE\b|\bDEALLOCATE\b|\bDISCARD\b|\bWITH HOLD\b|\bSET SESSION\b|\bCREATE TEMP)",
              std::regex::icase);

std::string first_forbidden(const std::string& text) {
    std::smatch found;
    return std::regex_search(text, found, forbidden) ? found.str() : "";
}

TEST(no_session, is_needed_by_any_statement) {
    ASSERT_GT(sql::all_queries().size(), 50u);
    for (const auto* query : sql::all_queries())
        EXPECT_EQ(first_forbidden(std::string(query->text)), "") << query->name;
}

TEST(no_session, is_needed_by_what_the_code_sends_beside_the_statements) {
    const std::regex literal(R"re("(?:[^"\\]|\\.)*")re");
    int read = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(GREFFE_SOURCE_DIR "/server")) {
        if (entry.path().extension() != ".cpp") continue;
        // It asks first whether the session is its own.
        if (entry.path().filename() == "dedicated_connection.cpp") continue;
        std::ifstream in(entry.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        ++read;
        for (std::sregex_iterator at(text.begin(), text.end(), literal), end; at != end; ++at)
            EXPECT_EQ(first_forbidden(at->str()), "") << entry.path() << ": " << at->str();
    }
    EXPECT_GT(read, 50);
}

TEST(no_session, is_needed_by_functions_and_triggers_of_the_schema) {
    const auto connection = connect(test::fresh_database());
    pqxx::nontransaction look(*connection);
    for (const auto& row :
         look.exec("SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid) FROM pg_proc p "
                   "WHERE pronamespace IN ('greffe'::regnamespace, 'personal'::regnamespace)"))
        EXPECT_EQ(first_forbidden(row[1].c_str()), "") << row[0].c_str();
    EXPECT_EQ(
        look.exec(
                "SELECT string_agg(rulename, ', ') FROM pg_rules WHERE schemaname IN ('greffe', 'personal') "
                "AND definition ~* 'notify'")[0][0]
            .is_null(),
        true);
}

TEST(no_session, the_pattern_knows_what_it_looks_for) {
    for (const char* bad : {"NOTIFY ingest", "SELECT pg_notify('a', 'b')", "select pg_advisory_lock(1)",
                            "SELECT pg_try_advisory_lock(2)", "PREPARE p AS SELECT 1", "SET SESSION x = 1"})
        EXPECT_NE(first_forbidden(bad), "") << bad;
    for (const char* good : {"SELECT pg_advisory_xact_lock(1)", "SELECT pg_try_advisory_xact_lock(1)",
                             "SET LOCAL lock_timeout = 1", "SELECT notify_me FROM t"})
        EXPECT_EQ(first_forbidden(good), "") << good;
}

} // namespace
} // namespace greffe::store
