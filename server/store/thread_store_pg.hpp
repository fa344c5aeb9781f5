// Threads and comments read back from PostgreSQL. Safe from any thread.
#pragma once
#include "server/service/ports/thread_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class thread_store_pg final : public service::ports::thread_store {
  public:
    /// The pool must outlive the store.
    explicit thread_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<domain::result<service::thread_view>>
    thread(domain::site_id site, std::string article_external_id, service::page_request request) override;
    boost::asio::awaitable<std::optional<service::comment_view>> comment(domain::site_id site,
                                                                         std::string external_id) override;
    boost::asio::awaitable<std::optional<service::comment_view>> comment(domain::comment_id id) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
