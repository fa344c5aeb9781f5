// Chores in PostgreSQL: the chore's row is locked while a batch of it is done, so one server at a time does
// it. Safe from any thread.
#pragma once
#include "server/service/ports/chore_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class chore_store_pg final : public service::ports::chore_store {
  public:
    /// The pool must outlive the store.
    explicit chore_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<service::ports::chore_outcome> work(service::ports::duty on) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
