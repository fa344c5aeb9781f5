#include "server/app/wiring.hpp"

#include "server/app/admin_key.hpp"
#include "server/app/await_here.hpp"
#include "server/app/database.hpp"
#include "server/app/descriptors.hpp"
#include "server/app/observe.hpp"
#include "server/app/pulse.hpp"
#include "server/delivery/background.hpp"
#include "server/delivery/housekeeping.hpp"
#include "server/delivery/sequencer.hpp"
#include "server/delivery/tail_watcher.hpp"
#include "server/http/listener.hpp"
#include "server/http/routes.hpp"
#include "server/platform/clock.hpp"
#include "server/platform/entropy.hpp"
#include "server/platform/log.hpp"
#include "server/platform/uuid_source.hpp"
#include "server/service/cost_rules.hpp"
#include "server/service/guard_rules.hpp"
#include "server/service/judge_batch.hpp"
#include "server/service/meet_deadlines.hpp"
#include "server/store/article_life_pg.hpp"
#include "server/store/article_store_pg.hpp"
#include "server/store/change_store_pg.hpp"
#include "server/store/chore_store_pg.hpp"
#include "server/store/deadline_store_pg.hpp"
#include "server/store/export_store_pg.hpp"
#include "server/store/history_store_pg.hpp"
#include "server/store/hunt_store_pg.hpp"
#include "server/store/ingest_store_pg.hpp"
#include "server/store/key_store_pg.hpp"
#include "server/store/log_store_pg.hpp"
#include "server/store/review_store_pg.hpp"
#include "server/store/rule_watch_store_pg.hpp"
#include "server/store/ruleset_store_pg.hpp"
#include "server/store/site_store_pg.hpp"
#include "server/store/thread_store_pg.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/thread_pool.hpp>

#include <thread>

namespace greffe::app {

namespace asio = boost::asio;
namespace log = platform::log;

namespace {

service::environment make_environment() {
    const auto ids = std::make_shared<platform::uuid_source>();
    return {.now = platform::now_utc,
            .new_id = [ids] { return domain::uuid{ids->next()}; },
            .new_salt = platform::random_bytes<32>};
}

constexpr std::size_t worker_threads = 2;
constexpr std::size_t job_threads = 2; // a backtest or hunt, and beside it the undoing of one

std::size_t io_thread_count(const settings& with) {
    if (with.options.threads > 0) return with.options.threads;
    return std::max(1u, std::thread::hardware_concurrency());
}

/// Left by a server that was killed: nobody can be sending them any more.
std::filesystem::path emptied(std::filesystem::path spool) {
    std::filesystem::create_directories(spool);
    std::filesystem::permissions(spool, std::filesystem::perms::owner_all);
    for (const auto& left : std::filesystem::directory_iterator(spool)) std::filesystem::remove(left.path());
    return spool;
}

} // namespace

// In the order of their making; destroyed in reverse.
struct wiring::parts {
    platform::metrics metrics;
    service::environment env = make_environment();
    database db;
    std::filesystem::path spool;

    store::connection_pool pool;
    store::site_store_pg site_store{pool};
    store::key_store_pg key_store{pool};
    store::ruleset_store_pg ruleset_store{pool};
    store::article_store_pg article_store{pool};
    store::thread_store_pg thread_store{pool};
    store::review_store_pg review_store{pool, watch_threads()};
    store::article_life_pg article_life_store{pool, watch_threads()};
    store::export_store_pg export_store{pool};
    store::change_store_pg change_store{pool};
    service::rule_meter rule_meter;
    store::ingest_store_pg ingest_store;

    // Apart from the pool, so that the log goes on while requests wait for a connection.
    store::connection_pool delivery_pool;
    store::log_store_pg log_store{delivery_pool};
    store::chore_store_pg chore_store{delivery_pool};
    store::change_store_pg tail_store{delivery_pool};
    delivery::log_meter log_meter{log_store};
    delivery::sequencer sequencer{log_store, log_meter};
    delivery::housekeeping housekeeping{chore_store};
    delivery::tail_watcher tail{tail_store};
    delivery::background background;

    service::ruleset_registry registry;
    service::settings_registry settings_held;
    auth::keys keys{key_store, env};
    store::deadline_store_pg deadline_store{delivery_pool};
    service::meet_deadlines deadlines{deadline_store, env,
                                      [this](auto did) { missed_deadlines(did).Increment(); }};
    store::rule_watch_store_pg rule_counts{delivery_pool};
    store::rule_watch_store_pg rule_figures{pool};
    service::guard_rules guards{rule_counts, registry, rule_meter, env,
                                [this](const auto& held) { tell_of(held); }};
    service::watch_rules rule_watch{rule_figures, registry, settings_held, env};
    service::administer_sites sites{site_store, settings_held, env};
    service::administer_rulesets rulesets{ruleset_store, registry, settings_held, env};
    service::register_articles articles{article_store, env};
    service::ingest_comments comments{ingest_store, registry, settings_held, env};
    service::import_lines imports{comments, articles};
    service::article_life life{article_life_store, env};
    service::read_threads threads;
    service::review_comments review{review_store, registry, settings_held, env};
    service::export_thread exports{export_store, env, spool};
    service::follow_changes changes{change_store, tail};
    store::history_store_pg history_store{db.url()};
    store::hunt_store_pg hunt_store{pool, watch_threads()};
    service::backtest backtests{
        history_store, settings_held, {.hurried = [this] { return ingest_store.waiting() > 0; }}};
    service::hunt hunts{backtests, hunt_store, env};

    pulse heart{db, sites, rulesets, registry};
    asio::thread_pool workers;
    asio::thread_pool jobs{job_threads};
    service::cost_rules rule_costs{rule_counts, ruleset_store, settings_held, workers.get_executor()};
    http::front front;
    asio::io_context io;
    std::optional<http::listener> listener{};
    std::vector<std::thread> io_threads{};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> keep_running{};

    explicit parts(const settings& with)
        : db(with), spool(emptied(with.options.data / "spool")),
          pool(db.url(), {.connections = with.options.connections}),
          ingest_store(db.url(), measured_judge(),
                       {.writers = with.options.writers,
                        .limits = {.queue_items = with.queue_items},
                        .watch = watch_threads(),
                        .counted = [this](const auto& batch) { rule_meter.add(batch); }}),
          delivery_pool(db.url(), {.connections = 2}),
          threads(thread_store, std::size_t{with.options.thread_cache_mib} << 20), workers(worker_threads),
          front{.routes = http::router(http::all_routes()),
                .with = {.keys = keys,
                         .sites = sites,
                         .rulesets = rulesets,
                         .rule_watch = rule_watch,
                         .articles = articles,
                         .life = life,
                         .comments = comments,
                         .imports = imports,
                         .threads = threads,
                         .review = review,
                         .exports = exports,
                         .changes = changes,
                         .backtests = backtests,
                         .hunts = hunts,
                         .env = env,
                         .workers = workers.get_executor(),
                         .jobs = jobs.get_executor(),
                         .spool_folder = spool,
                         .ready = [this] { return heart.ready(); },
                         .metrics_text = [this] { return exposition(); }},
                .bounds = bounds_within(with, descriptor_limit()),
                .tell = observe(metrics)},
          io(static_cast<int>(io_thread_count(with))) {
        // Made at once: an alert on an increase misses the first of what was absent.
        for (const auto action : domain::all_deadline_actions) missed_deadlines(action);
        background.add("sequencer", [this] { return sequencer.beat(); });
        throttled_rules();
        background.add("guards of rules", [this] { return guards.beat(); });
        background.add("costs of rules", [this] { return rule_costs.beat(); });
        background.add("deadlines", [this] { return deadlines.beat(); });
        background.add("tail of the changes", [this] { return tail.beat(); });
        background.add("log meter", [this] { return log_meter.beat(); });
        background.add("housekeeping", [this] { return housekeeping.beat(); });
    }

    /// Whoever was told of a change by this server sees it in this server's threads.
    service::ports::thread_watch watch_threads() {
        return [this](domain::article_id article) { threads.changed(article); };
    }

    service::ports::batch_judge measured_judge() {
        auto& sizes = metrics.histogram("greffe_ingest_batch_items", "Items written in one transaction", {},
                                        {1, 2, 4, 8, 16, 32, 64, 128, 256});
        return [this, &sizes](auto items, const auto& known) {
            sizes.Observe(static_cast<double>(items.size()));
            return service::judge_batch(items, known, env);
        };
    }

    prometheus::Counter& throttled_rules() {
        return metrics.counter("greffe_rules_throttled_total",
                               "Young rules that hit too many comments and only flag since then");
    }

    void tell_of(const service::ports::held_rule& held) {
        throttled_rules().Increment();
        log::warning("a young rule hits too many comments and only flags from now on",
                     {{"site", boost::json::string(held.site_name)},
                      {"rule", boost::json::string(held.rule.rule)},
                      {"hits", held.hits},
                      {"comments", held.texts}});
    }

    prometheus::Counter& missed_deadlines(domain::deadline_action did) {
        return metrics.counter("greffe_deadlines_missed_total",
                               "Cases that nobody decided on in time, by what was done then",
                               {{"action", std::string(to_string(did))}});
    }

    std::string exposition() {
        const auto set = [this](const char* name, const char* help, std::size_t value) {
            metrics.gauge(name, help).Set(static_cast<double>(value));
        };
        set("greffe_ingest_queue_items", "Comments that wait for a writer", ingest_store.waiting());
        set("greffe_database_calls", "Calls that wait for or use a connection of the pool", pool.waiting());
        set("greffe_http_connections", "Open connections of clients", front.places.taken());
        set("greffe_http_connections_most", "As many as may be open", front.bounds.connections);
        set("greffe_http_bytes_in_flight", "Of large bodies and answers in memory", front.bytes.taken());
        set("greffe_http_streams", "Imports and exports that run", front.streams.taken());
        set("greffe_http_waiting_for_database", "Requests that wait for their turn",
            front.at_database.waiting());
        set("greffe_thread_cache_bytes", "Rendered threads in memory", threads.cached_bytes());
        set("greffe_ready", "1: the server should get traffic", heart.ready().ready ? 1 : 0);
        const auto log = log_meter.standing();
        const auto count_of = [](std::int64_t number) { return static_cast<std::size_t>(number); };
        set("greffe_log_entries", "Events that have their place in the log", count_of(log.entries));
        set("greffe_outbox_events", "Committed events without a place in the log, counted up to 100000",
            count_of(log.waiting));
        set("greffe_changes_waiting_followers", "Requests that wait for a change", tail.waiting());
        metrics
            .gauge("greffe_sequencer_lag_seconds",
                   "What was committed longer ago than this has its place in the log")
            .Set(log.lag.count());
        metrics.gauge("greffe_changes_oldest_seconds", "Age of the oldest change that is kept")
            .Set(log.oldest_change.count());
        return metrics.exposition();
    }
};

wiring::wiring(settings with) : with_(std::move(with)) {}

wiring::~wiring() {
    stop();
}

void wiring::start(const std::function<bool()>& give_up) {
    log::set_level(with_.options.log_level);
    const auto endpoint = http::resolve(with_.options.listen_host, with_.options.listen_port);
    std::filesystem::create_directories(with_.options.data);
    parts_ = std::make_unique<parts>(with_);
    parts& p = *parts_;
    p.db.migrate(with_, give_up);
    await_here(write_first_admin_key(p.keys, with_.options.data));
    await_here(p.sites.refresh());
    await_here(p.rulesets.refresh());
    await_here(p.guards.refresh());
    p.heart.start();
    p.background.start();
    p.listener.emplace(p.io, endpoint, p.front);
    p.listener->start();
    p.keep_running.emplace(p.io.get_executor());
    for (std::size_t i = 0; i < io_thread_count(with_); ++i) p.io_threads.emplace_back([&p] { p.io.run(); });
}

std::string wiring::url() const {
    const auto where = parts_->listener->where();
    const std::string host =
        where.address().is_v6() ? "[" + where.address().to_string() + "]" : where.address().to_string();
    return "http://" + host + ":" + std::to_string(where.port());
}

void wiring::stop() {
    if (!parts_) return;
    parts& p = *parts_;
    p.heart.drain();
    if (p.listener) p.listener->stop();
    p.tail.drain();
    p.front.open.drain();
    if (!p.front.open.wait_until_empty(with_.drain_patience))
        log::warning("requests were broken off", {{"left", p.front.open.count()}});
    p.heart.stop();
    p.background.stop();
    p.keep_running.reset();
    p.io.stop();
    for (std::thread& thread : p.io_threads) thread.join();
    p.ingest_store.stop();
    p.workers.join();
    p.backtests.stop();
    p.jobs.join();
    p.pool.stop();
    p.delivery_pool.stop();
    auto db = std::move(p.db);
    parts_.reset(); // coroutines that were broken off go with their io_context, before what they use
    db.stop();
    log::info("stopped");
}

std::string wiring::issue_admin_key(const std::string& label) {
    log::set_level("warning");
    std::filesystem::create_directories(with_.options.data);
    database db(with_);
    db.migrate(with_, [] { return false; });
    store::connection_pool pool(db.url());
    store::key_store_pg store(pool);
    auth::keys keys(store, make_environment());
    return await_here(keys.create_admin(label)).token;
}

} // namespace greffe::app
