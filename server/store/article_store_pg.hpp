// Articles and captures in PostgreSQL. Safe from any thread.
#pragma once
#include "server/service/ports/article_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class article_store_pg final : public service::ports::article_store {
  public:
    /// The pool must outlive the store.
    explicit article_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<service::article_answer> upsert(service::ports::article_write write) override;
    boost::asio::awaitable<domain::result<service::ports::capture_answer>>
    attach_capture(service::ports::capture_write write) override;
    boost::asio::awaitable<domain::result<service::page<service::article_view>>>
    list(domain::site_id site, service::page_request request) override;
    boost::asio::awaitable<std::optional<service::article_view>> find(domain::site_id site,
                                                                      std::string external_id) override;
    boost::asio::awaitable<std::optional<service::article_view>> find(domain::article_id id) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
