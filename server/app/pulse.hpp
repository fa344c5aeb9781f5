// Twice a second: are newer settings and rulesets in the store, is the database there, does the private
// PostgreSQL still run. What it finds is what /readyz answers. A thread of its own, because reviving and
// compiling block; stop() waits for its end.
#pragma once
#include "server/app/database.hpp"
#include "server/http/services.hpp"
#include "server/service/administer_rulesets.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace greffe::app {

class pulse {
  public:
    pulse(database& watched, service::administer_sites& sites, service::administer_rulesets& rulesets,
          const service::ruleset_registry& registry);
    ~pulse() { stop(); }

    void start();
    void stop();
    void drain() { draining_ = true; }
    http::readiness ready() const;

  private:
    void run();
    void beat();

    database& database_;
    service::administer_sites& sites_;
    service::administer_rulesets& rulesets_;
    const service::ruleset_registry& registry_;
    std::atomic<bool> draining_ = false;
    std::atomic<bool> database_there_ = true;
    std::mutex mutex_;
    std::condition_variable stopping_changed_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace greffe::app
