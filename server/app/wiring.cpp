#include "server/app/wiring.hpp"

#include "server/app/admin_key.hpp"
#include "server/app/await_here.hpp"
#include "server/app/database.hpp"
#include "server/app/observe.hpp"
#include "server/app/pulse.hpp"
#include "server/http/listener.hpp"
#include "server/http/routes.hpp"
#include "server/platform/clock.hpp"
#include "server/platform/entropy.hpp"
#include "server/platform/log.hpp"
#include "server/platform/uuid_source.hpp"
#include "server/service/judge_batch.hpp"
#include "server/store/article_store_pg.hpp"
#include "server/store/export_store_pg.hpp"
#include "server/store/ingest_store_pg.hpp"
#include "server/store/key_store_pg.hpp"
#include "server/store/review_store_pg.hpp"
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
    store::review_store_pg review_store{pool};
    store::export_store_pg export_store{pool};
    store::ingest_store_pg ingest_store;

    service::ruleset_registry registry;
    auth::keys keys{key_store, env};
    service::administer_sites sites{site_store, env};
    service::administer_rulesets rulesets{ruleset_store, registry, env};
    service::register_articles articles{article_store, env};
    service::ingest_comments comments{ingest_store, registry, env};
    service::import_lines imports{comments, articles};
    service::read_threads threads{thread_store};
    service::review_comments review{review_store, env};
    service::export_thread exports{export_store, env, spool};

    pulse heart{db, rulesets, registry};
    asio::thread_pool workers;
    http::front front;
    asio::io_context io;
    std::optional<http::listener> listener{};
    std::vector<std::thread> io_threads{};
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> keep_running{};

    explicit parts(const settings& with)
        : db(with), spool(emptied(with.options.data / "spool")),
          pool(db.url(), {.connections = with.options.connections}),
          ingest_store(db.url(), measured_judge(), {.writers = with.options.writers, .limits = {}}),
          workers(worker_threads), front{.routes = http::router(http::all_routes()),
                                         .with = {.keys = keys,
                                                  .sites = sites,
                                                  .rulesets = rulesets,
                                                  .articles = articles,
                                                  .comments = comments,
                                                  .imports = imports,
                                                  .threads = threads,
                                                  .review = review,
                                                  .exports = exports,
                                                  .env = env,
                                                  .workers = workers.get_executor(),
                                                  .spool_folder = spool,
                                                  .ready = [this] { return heart.ready(); },
                                                  .metrics_text = [this] { return exposition(); }},
                                         .bounds = with.bounds,
                                         .tell = observe(metrics)},
          io(static_cast<int>(io_thread_count(with))) {}

    service::ports::batch_judge measured_judge() {
        auto& sizes = metrics.histogram("greffe_ingest_batch_items", "Items written in one transaction", {},
                                        {1, 2, 4, 8, 16, 32, 64, 128, 256});
        return [this, &sizes](auto items, const auto& known) {
            sizes.Observe(static_cast<double>(items.size()));
            return service::judge_batch(items, known, env);
        };
    }

    std::string exposition() {
        const auto set = [this](const char* name, const char* help, std::size_t value) {
            metrics.gauge(name, help).Set(static_cast<double>(value));
        };
        set("greffe_ingest_queue_items", "Comments that wait for a writer", ingest_store.waiting());
        set("greffe_database_calls", "Calls that wait for or use a connection of the pool", pool.waiting());
        set("greffe_http_connections", "Open connections and requests that run", front.open.count());
        set("greffe_ready", "1: the server should get traffic", heart.ready().ready ? 1 : 0);
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
    await_here(p.rulesets.refresh());
    p.heart.start();
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
    p.front.open.drain();
    if (!p.front.open.wait_until_empty(with_.drain_patience))
        log::warning("requests were broken off", {{"left", p.front.open.count()}});
    p.heart.stop();
    p.keep_running.reset();
    p.io.stop();
    for (std::thread& thread : p.io_threads) thread.join();
    p.ingest_store.stop();
    p.workers.join();
    p.pool.stop();
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
