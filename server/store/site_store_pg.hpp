// ports::site_store on PostgreSQL. Thread-safe; lives no longer than its pool.
#pragma once
#include "server/service/ports/site_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class site_store_pg final : public service::ports::site_store {
  public:
    explicit site_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<domain::result<service::site_view>>
    create(service::site_view site, service::ports::audit_entry by) override;
    boost::asio::awaitable<std::vector<service::site_view>> list() override;
    boost::asio::awaitable<std::optional<service::site_view>> find(std::string name_or_id) override;
    boost::asio::awaitable<domain::result<service::site_view>>
    change(domain::site_id site, service::ports::settings_step step, domain::key_id actor,
           std::function<domain::uuid()> audit_id) override;
    boost::asio::awaitable<std::vector<service::ports::newer_settings>>
    newer_than(std::map<domain::site_id, std::int64_t> held) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
