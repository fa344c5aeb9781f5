// Reads a thread for an archive: one REPEATABLE READ READ ONLY transaction, server-side cursors fetched in
// chunks, all on one thread of the pool. Thread-safe.
#pragma once
#include "server/service/ports/export_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class export_store_pg final : public service::ports::export_store {
  public:
    explicit export_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<domain::result<void>>
    read_thread(domain::principal who, domain::article_id article, archive::thread_writer& into) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
