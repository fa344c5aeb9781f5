// The database that a server works on: its own private PostgreSQL, or the one that it was given. Owned by
// wiring; used from one thread, but for url().
#pragma once
#include "server/app/settings.hpp"
#include "server/platform/embedded_postgres.hpp"

#include <functional>
#include <optional>
#include <string>

namespace greffe::app {

class database {
  public:
    /// Starts the private cluster when no other is named.
    explicit database(const settings& with);

    /// Migrates, waiting up to settings::database_patience for a database that is away, with a log line a
    /// try. `give_up` is asked between tries. Throws store_unavailable, store::migration_refused,
    /// store::migration_blocked.
    void migrate(const settings& with, const std::function<bool()>& give_up);

    const std::string& url() const { return url_; }
    /// Starts the private cluster again if its process is gone.
    void revive();
    void stop();

  private:
    std::optional<platform::embedded_postgres> own_;
    std::string url_;
};

} // namespace greffe::app
