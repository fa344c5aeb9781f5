// The log in PostgreSQL. A run locks the head's one row and takes, in the same transaction, what its own
// snapshot shows of the outbox; so runs follow each other, and each sees all that the one before left. An
// event is written under the lock of its thread's row, which is held until the commit: so whoever sees an
// event sees every earlier one of its thread, in the outbox or in the log, and the order of the outbox is
// that of seq within a thread. Safe from any thread.
#pragma once
#include "server/service/ports/log_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class log_store_pg final : public service::ports::log_store {
  public:
    /// The pool must outlive the store.
    explicit log_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<service::ports::sequencing> sequence(int limit) override;
    boost::asio::awaitable<service::ports::log_measures> measure(std::int64_t count_at_most) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
