// Brings a database's schema to where this binary wants it: the migrations embedded in the binary, in order,
// each in a transaction of its own under an advisory transaction lock, so that any number of servers may
// start at once. What was applied stands in greffe.schema_version with its SHA-256. Called at start-up,
// before anything else is served, while other servers serve the same database: a migration never waits long
// for a lock, because whoever comes after it waits as well; it gives up, lets the queue behind it pass, and
// tries again.
#pragma once
#include <chrono>
#include <functional>
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

/// A migration did not get its locks, or ran longer than it may: it was rolled back and serving goes on with
/// the schema as it was. what() says what was in the way, for the person who starts the server.
struct migration_blocked : std::runtime_error {
    using runtime_error::runtime_error;
};

/// How a migration waits. The defaults are for a site under load.
struct migration_terms {
    /// For the servers' transactions to end (migration_gate.hpp). They end by themselves, since nobody inside
    /// waits for the migration; those who come later wait outside, this long at most.
    std::chrono::milliseconds gate = std::chrono::seconds{3};
    /// For one lock. Below PostgreSQL's deadlock_timeout, so that the migration gives up before anybody
    /// who serves is taken for the culprit; and what everybody behind it waits at most.
    std::chrono::milliseconds lock = std::chrono::milliseconds{800};
    std::chrono::milliseconds pause = std::chrono::seconds{2}; ///< between two tries
    int tries = 30;                                            ///< of each migration
    std::chrono::milliseconds turn = std::chrono::minutes{2};  ///< for another server's migration to end
    /// For one statement, whatever the role's own statement_timeout is: what it locked, it locks as long.
    /// A migration that must work for longer, on what nobody reads yet, sets its own.
    std::chrono::milliseconds statement = std::chrono::minutes{5};
    /// Told of each try that ended without its locks: which migration, which try, what was in the way.
    std::function<void(const std::string& name, int number, const std::string& why)> told = {};
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

/// Throws migration_refused for a PostgreSQL older than 15. `server_version`: as PostgreSQL tells it, 150004.
void refuse_old_postgres(int server_version);

/// Applies what is missing and answers the names of what it applied. A schema that is newer than this binary
/// is served if its min_binary admits it. Throws migration_refused (changed checksum, binary or PostgreSQL
/// too old, gap, `check` and something is missing), migration_blocked, store_unavailable, or pqxx::sql_error
/// when a migration fails: its transaction is rolled back, the ones before stay.
std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode,
                                 const migration_terms& terms = {});
std::vector<std::string> migrate(const std::string& owner_url, migrate_mode mode,
                                 std::span<const migration_source> migrations, int generation,
                                 const migration_terms& terms = {});

} // namespace greffe::store
