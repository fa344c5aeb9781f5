// Brings a database's schema to where this binary wants it: the migrations embedded in the binary, in order,
// each in a transaction of its own under an advisory transaction lock, so that any number of servers may
// start at once. What was applied stands in greffe.schema_version with its SHA-256. Called at start-up,
// before anything else is served.
#pragma once
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::store {

enum class migrate_mode { automatic, check };

/// The schema and this binary do not fit, or `check` found something to do. what() is for the person who
/// starts the server.
struct migration_refused : std::runtime_error {
    using runtime_error::runtime_error;
};

/// V0001__name.sql. A line "-- min_binary: N" at its head names the oldest binary that may serve the schema
/// after it; without one, whatever could serve it before still can.
struct migration_source {
    std::string_view name;
    std::string_view text;
};

/// The generation of this binary, compared with the min_binary of what was applied. Raised by hand, together
/// with a migration that older binaries cannot live with.
inline constexpr int binary_generation = 1;

/// Applies what is missing and answers the names of what it applied. A schema that is newer than this binary
/// is served if its min_binary admits it. Throws migration_refused (changed checksum, binary too old, gap,
/// `check` and something is missing), store_unavailable, or pqxx::sql_error when a migration fails: its
/// transaction is rolled back, the ones before stay.
std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode);
std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode,
                                 std::span<const migration_source> migrations, int generation);

} // namespace greffe::store
