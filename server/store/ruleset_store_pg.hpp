// ports::ruleset_store on PostgreSQL. Thread-safe; lives no longer than its pool.
#pragma once
#include "server/service/ports/ruleset_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class ruleset_store_pg final : public service::ports::ruleset_store {
  public:
    explicit ruleset_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<domain::result<service::ports::stored_push>>
    push(domain::site_id site, service::ports::new_ruleset pushed, service::ports::audit_entry by) override;
    boost::asio::awaitable<domain::result<void>> approve(domain::site_id site, std::int64_t version,
                                                         std::string note,
                                                         service::ports::audit_entry by) override;
    boost::asio::awaitable<std::optional<service::ruleset_view>> active(domain::site_id site) override;
    boost::asio::awaitable<std::optional<service::ruleset_view>> version(domain::site_id site,
                                                                         std::int64_t version) override;
    boost::asio::awaitable<std::vector<service::ruleset_view>> history(domain::site_id site) override;
    boost::asio::awaitable<std::vector<service::ports::newer_ruleset>>
    newer_than(std::map<domain::site_id, std::int64_t> held) override;

  private:
    boost::asio::awaitable<std::optional<service::ruleset_view>> read(domain::site_id site,
                                                                      std::optional<std::int64_t> version);

    connection_pool& pool_;
};

} // namespace greffe::store
