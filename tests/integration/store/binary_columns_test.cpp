// Columns in binary form against the same values as text, which PostgreSQL itself parses and compares.
#include "server/store/connection_pool.hpp"
#include "server/store/row_columns.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace greffe::test {
namespace {

using namespace std::chrono;
using store::pg;

/// Each value, and a null, as binary and as text; answers what PostgreSQL finds different, in text.
template <pg Type, class Value, class Text>
std::string differences(const std::string& type, const std::vector<Value>& values, Text&& as_text) {
    store::binary_array<Type> binary;
    store::sql_array text;
    for (const Value& value : values) {
        binary.add(value);
        text.add(as_text(value));
    }
    binary.add(std::optional<Value>{});
    text.append(std::nullopt);
    const auto connection = store::connect(fresh_database());
    store::transaction tx(*connection);
    const std::string question = "SELECT coalesce(string_agg(coalesce(b::text, 'null') || ' for ' || "
                                 "coalesce(t::text, 'null'), ', '), '') AS wrong, "
                                 "cardinality($1::" +
                                 type + "[]) AS size FROM unnest($1::" + type + "[], $2::" + type +
                                 "[]) AS u (b, t) WHERE b IS DISTINCT FROM t";
    const store::sql::query probe{"probe", question};
    store::statement_values parameters{.columns = {binary.bytes()}, .behind = {text.literal()}};
    const auto rows = tx.run(probe, parameters);
    EXPECT_EQ(rows.at(0)["size"].template as<std::size_t>(), values.size() + 1);
    return rows.at(0)["wrong"].c_str();
}

constexpr auto same = [](const auto& value) { return value; };

TEST(BinaryColumns, SayWhatTheirTextsSay) {
    EXPECT_EQ((differences<pg::integer, int>(
                  "int", {0, 1, -1, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()}, same)),
              "");
    EXPECT_EQ((differences<pg::bigint, std::int64_t>("bigint",
                                                     {0, 1, -1, std::numeric_limits<std::int64_t>::min(),
                                                      std::numeric_limits<std::int64_t>::max()},
                                                     same)),
              "");
    EXPECT_EQ((differences<pg::boolean, bool>("bool", {true, false}, same)), "");
    EXPECT_EQ((differences<pg::text, std::string>(
                  "text", {"", "é\"\\{}, NULL", "\n\t", std::string(100'000, 'x')}, same)),
              "");
    EXPECT_EQ(
        (differences<pg::uuid, domain::uuid>(
            "uuid", {domain::uuid{}, *domain::uuid::parse("018f3c4e-7b1a-7abc-8def-0123456789ff")}, same)),
        "");
    EXPECT_EQ((differences<pg::timestamptz, domain::timestamp>(
                  "timestamptz",
                  {domain::timestamp{}, sys_days{2000y / 1 / 1}, sys_days{2024y / 4 / 9} + 7h + 56min + 1us,
                   sys_days{1970y / 1 / 1} - 1us, sys_days{9999y / 12 / 31}},
                  same)),
              "");
    EXPECT_EQ((differences<pg::jsonb, std::string>("jsonb", {"{}", R"({"é":[1,null,"\""]})"}, same)), "");
    EXPECT_EQ((differences<pg::bytea, std::string>(
                  "bytea", {"", std::string("\0\xFF\n", 3)},
                  [](const std::string& value) { return store::to_bytea(value); })),
              "");
}

TEST(BinaryColumns, StandBetweenTextsOfWhichSomeAreNull) {
    const auto connection = store::connect(fresh_database());
    store::transaction tx(*connection);
    store::binary_array<pg::integer> first;
    first.add(7);
    store::binary_array<pg::text> second;
    second.add("b");
    const store::sql::query probe{"probe", "SELECT concat_ws('|', coalesce($1::text, 'null'), $2::text, "
                                           "$3::int[], $4::text[], coalesce($5::text, 'null'))"};
    const auto rows = tx.run(probe, store::statement_values{.before = {std::nullopt, "a"},
                                                            .columns = {first.bytes(), second.bytes()},
                                                            .behind = {std::nullopt}});
    EXPECT_STREQ(rows.at(0)[0].c_str(), "null|a|{7}|{b}|null");
}

TEST(BinaryColumns, WithoutRowsAreEmptyAndNeverNull) {
    const auto connection = store::connect(fresh_database());
    store::transaction tx(*connection);
    const store::sql::query probe{"probe", "SELECT cardinality($1::uuid[]), cardinality($2::jsonb[])"};
    store::statement_values parameters;
    store::row_columns<pg::uuid, pg::jsonb>{}.append_to(parameters);
    const auto rows = tx.run(probe, parameters);
    EXPECT_STREQ(rows.at(0)[0].c_str(), "0");
    EXPECT_STREQ(rows.at(0)[1].c_str(), "0");
}

} // namespace
} // namespace greffe::test
