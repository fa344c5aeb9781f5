// A private PostgreSQL as the server makes its own: default settings, every commit fsynced. One a benchmark;
// gone at its end. Databases are made at will, so that a limit is taken on the same cluster as what it
// limits.
#pragma once
#include "server/platform/embedded_postgres.hpp"
#include "tests/support/scratch_folder.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace greffe::bench {

class durable_cluster {
  public:
    durable_cluster();

    /// An empty database; its URL as the owner of the application's schema.
    std::string create_database(const std::string& name) const;
    /// Writes out what earlier runs left dirty, so that a run pays for itself only.
    void checkpoint() const;
    /// Bytes of WAL written since the cluster was made.
    std::int64_t wal_position() const;
    /// Processor seconds that PostgreSQL used so far, all its processes together.
    double processor_seconds() const;

  private:
    test::scratch_folder folder_;
    platform::embedded_postgres server_;
};

/// Runs statements that answer nothing of interest, outside of a transaction block.
void run_sql(const std::string& url, const std::vector<std::string>& statements);
/// The one number that a query answers.
std::int64_t number_from_sql(const std::string& url, const std::string& query);

} // namespace greffe::bench
