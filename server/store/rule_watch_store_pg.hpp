// ports::rule_watch_store on PostgreSQL. Thread-safe; lives no longer than its pool.
#pragma once
#include "server/service/ports/rule_watch_store.hpp"
#include "server/store/connection_pool.hpp"

namespace greffe::store {

class rule_watch_store_pg final : public service::ports::rule_watch_store {
  public:
    explicit rule_watch_store_pg(connection_pool& pool) : pool_(pool) {}

    boost::asio::awaitable<void> note_live(domain::site_id site, std::int64_t version,
                                           std::set<service::guarded_rule> rules) override;
    boost::asio::awaitable<std::vector<service::ports::held_rule>>
    count(std::vector<service::ports::judged_day> judged, std::vector<service::ports::rule_hits> hits,
          service::ports::guard_limits limits, std::function<service::ports::audit_entry()> audit) override;
    boost::asio::awaitable<std::map<domain::site_id, std::set<service::guarded_rule>>> held() override;
    boost::asio::awaitable<void> lift(domain::site_id site, service::guarded_rule rule,
                                      service::ports::audit_entry by) override;
    boost::asio::awaitable<service::ports::watched_rules>
    watched(domain::site_id site, std::string first_day, std::string zone,
            std::set<service::guarded_rule> active) override;
    boost::asio::awaitable<std::vector<service::ports::costing_turn>>
    take_turns(std::chrono::seconds every) override;
    boost::asio::awaitable<std::vector<service::ports::known_text>> newest_texts(domain::site_id site,
                                                                                 int most) override;
    boost::asio::awaitable<void> add_costs(service::ports::costing_turn turn, std::int64_t texts,
                                           std::map<std::string, std::int64_t> nanoseconds) override;

  private:
    connection_pool& pool_;
};

} // namespace greffe::store
