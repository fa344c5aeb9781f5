// Threads and comments read back from PostgreSQL. Safe from any thread.
#pragma once
#include "server/service/ports/thread_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class thread_store_pg final : public service::ports::thread_store {
  public:
    /// The pool must outlive the store.
    explicit thread_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<domain::result<service::ports::thread_reading>>
    thread(service::ports::thread_query query) override;
    boost::asio::awaitable<std::vector<std::optional<std::int64_t>>>
    published_counts(domain::site_id site, std::vector<std::string> article_external_ids) override;
    boost::asio::awaitable<std::optional<service::comment_view>> comment(domain::site_id site,
                                                                         std::string external_id) override;
    boost::asio::awaitable<std::optional<service::comment_view>> comment(domain::comment_id id) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
