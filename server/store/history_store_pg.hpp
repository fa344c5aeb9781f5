// ports::history_store on PostgreSQL. Each reader has a connection of its own, apart from the pool, so that a
// backtest never takes one from a request; the other calls connect for themselves. Thread-safe.
#pragma once
#include "server/service/ports/history_store.hpp"

#include <string>

namespace greffe::store {

class history_store_pg final : public service::ports::history_store {
  public:
    explicit history_store_pg(std::string url) : url_(std::move(url)) {}

    std::unique_ptr<service::ports::history_reader> open(const service::ports::history_scope& scope) override;
    std::int64_t count(domain::site_id site) override;
    std::optional<std::int64_t> hash_for(const service::ports::history_scope& scope,
                                         std::int64_t wanted) override;

  private:
    std::string url_;
};

} // namespace greffe::store
