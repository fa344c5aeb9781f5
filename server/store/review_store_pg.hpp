// ports::review_store on PostgreSQL. Thread-safe; lives no longer than its pool.
#pragma once
#include "server/service/ports/review_store.hpp"
#include "server/service/ports/thread_watch.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class review_store_pg final : public service::ports::review_store {
  public:
    explicit review_store_pg(connection_pool& pool,
                             service::ports::thread_watch watch = service::ports::unwatched())
        : pool_(pool), watch_(std::move(watch)) {}

    boost::asio::awaitable<domain::result<boost::json::object>>
    change(service::ports::review_request request, service::ports::review_step step) override;
    boost::asio::awaitable<domain::result<boost::json::object>>
    claim(service::ports::claim_request request,
          std::function<boost::json::object(const service::claim_answer&)> to_answer) override;
    boost::asio::awaitable<std::optional<service::report_answer>>
    receipt(domain::report_id id, std::optional<domain::site_id> within) override;
    boost::asio::awaitable<domain::result<service::page<service::case_summary>>>
    queue(domain::key_id who, std::optional<domain::site_id> within, service::page_request request) override;
    boost::asio::awaitable<std::optional<service::case_view>>
    show(domain::key_id who, domain::comment_id id, std::optional<domain::site_id> within) override;

  private:
    connection_pool& pool_;
    service::ports::thread_watch watch_;
};

} // namespace greffe::store
