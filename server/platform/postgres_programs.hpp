// The PostgreSQL installations of this machine. Safe from any thread.
#pragma once
#include <filesystem>
#include <optional>
#include <vector>

namespace greffe::platform {

/// One folder with `initdb` and `postgres` in it.
struct postgres_programs {
    std::filesystem::path folder;
    int major = 0;
};

/// The oldest PostgreSQL that Greffe works with.
constexpr int oldest_postgres = 15;

/// Looks in /usr/lib/postgresql/*/bin, in the folder that `pg_config --bindir` names, and in PATH. Newest
/// first, one a major version; each was asked for its version.
std::vector<postgres_programs> installed_postgres();

/// What DIR/PG_VERSION says; nullopt when there is no cluster in `data`.
std::optional<int> cluster_major(const std::filesystem::path& data);

} // namespace greffe::platform
