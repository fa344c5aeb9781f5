// The changes of comments in PostgreSQL. Safe from any thread.
#pragma once
#include "server/service/ports/change_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class change_store_pg final : public service::ports::change_store {
  public:
    /// The pool must outlive the store.
    explicit change_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<service::ports::change_range> changes(domain::site_id site, std::int64_t from,
                                                                 int limit) override;
    boost::asio::awaitable<std::map<domain::site_id, std::int64_t>>
    newest(std::vector<domain::site_id> sites) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
