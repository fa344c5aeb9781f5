// ports::hunt_store on PostgreSQL. Each writer has a connection of its own. Thread-safe; lives no longer than
// its pool.
#pragma once
#include "server/service/ports/hunt_store.hpp"
#include "server/service/ports/thread_watch.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class hunt_store_pg final : public service::ports::hunt_store {
  public:
    explicit hunt_store_pg(connection_pool& pool,
                           service::ports::thread_watch watch = service::ports::unwatched())
        : pool_(pool), watch_(std::move(watch)) {}

    domain::result<void> begin(domain::site_id site, domain::uuid hunt, const std::string& ruleset,
                               const service::ports::audit_entry& by) override;
    domain::result<void> begin_undo(domain::site_id site, domain::uuid hunt,
                                    const service::ports::audit_entry& by) override;
    std::unique_ptr<service::ports::hunt_writer> open(domain::site_id site, domain::uuid hunt) override;
    boost::asio::awaitable<std::vector<service::ports::hunt_summary>> list(domain::site_id site) override;

  private:
    connection_pool& pool_;
    service::ports::thread_watch watch_;
};

} // namespace greffe::store
