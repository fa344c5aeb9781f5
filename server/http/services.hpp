// What the handlers may call: the use cases, wired in app/. References only; everything outlives the
// sessions.
#pragma once
#include "server/auth/keys.hpp"
#include "server/service/administer_rulesets.hpp"
#include "server/service/administer_sites.hpp"
#include "server/service/article_life.hpp"
#include "server/service/export_thread.hpp"
#include "server/service/follow_changes.hpp"
#include "server/service/hunt.hpp"
#include "server/service/import_lines.hpp"
#include "server/service/ingest_comments.hpp"
#include "server/service/read_threads.hpp"
#include "server/service/register_articles.hpp"
#include "server/service/review_comments.hpp"
#include "server/service/rule_stats.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace greffe::http {

/// Whether this server should get traffic, and why not.
struct readiness {
    bool ready = true;
    std::string reason{}; ///< "draining" | "database" | "ruleset"
};

struct services {
    auth::keys& keys;
    service::administer_sites& sites;
    service::administer_rulesets& rulesets;
    service::watch_rules& rule_watch;
    service::register_articles& articles;
    service::article_life& life;
    service::ingest_comments& comments;
    service::import_lines& imports;
    service::read_threads& threads;
    service::review_comments& review;
    service::export_thread& exports;
    service::follow_changes& changes;
    service::backtest& backtests;
    service::hunt& hunts;
    service::environment env;
    boost::asio::any_io_executor workers;      ///< for what computes long: compiling rulesets, imports
    boost::asio::any_io_executor jobs;         ///< for what blocks for minutes: backtests and hunts
    std::filesystem::path spool_folder;        ///< for answers that wait for a slow client
    std::function<readiness()> ready;          ///< cheap: the last poll's outcome
    std::function<std::string()> metrics_text; ///< Prometheus text format
};

} // namespace greffe::http
