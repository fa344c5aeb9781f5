// ports::deadline_store on PostgreSQL. Thread-safe; lives no longer than its pool.
#pragma once
#include "server/service/ports/deadline_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class deadline_store_pg final : public service::ports::deadline_store {
  public:
    explicit deadline_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<service::ports::deadline_batch>
    apply_due(int most, service::ports::deadline_step step) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
