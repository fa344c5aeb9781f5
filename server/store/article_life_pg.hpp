// The life of articles in PostgreSQL. Two threads are locked in the order in which everybody locks threads,
// so that a comment is in one of them, whole, for whoever holds either. Safe from any thread.
#pragma once
#include "server/service/ports/article_life_store.hpp"
#include "server/service/ports/thread_watch.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class article_life_pg final : public service::ports::article_life_store {
  public:
    /// The pool must outlive the store.
    explicit article_life_pg(connection_pool& pool,
                             service::ports::thread_watch watch = service::ports::unwatched())
        : pool_(pool), watch_(std::move(watch)) {}

    boost::asio::awaitable<domain::result<service::article_view>>
    set_state(service::ports::state_change change) override;
    boost::asio::awaitable<domain::result<service::move_answer>>
    move(service::ports::comment_move asked) override;
    boost::asio::awaitable<domain::result<service::merge_answer>>
    merge(service::ports::article_merge asked) override;

  private:
    connection_pool& pool_;
    service::ports::thread_watch watch_;
};

} // namespace greffe::store
