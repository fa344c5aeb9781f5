// ports::key_store on PostgreSQL. Thread-safe; lives no longer than its pool.
#pragma once
#include "server/service/ports/key_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class key_store_pg final : public service::ports::key_store {
  public:
    explicit key_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<std::optional<service::key_view>> find(archive::digest token_hash) override;
    boost::asio::awaitable<domain::result<void>> create(service::key_view key, archive::digest token_hash,
                                                        service::ports::audit_entry by) override;
    boost::asio::awaitable<bool> create_if_first(service::key_view key, archive::digest token_hash,
                                                 service::ports::audit_entry by) override;
    boost::asio::awaitable<std::vector<service::key_view>>
    list(std::optional<domain::site_id> within) override;
    boost::asio::awaitable<domain::result<void>>
    revoke(domain::key_id id, std::optional<domain::site_id> within, service::ports::audit_entry by) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
