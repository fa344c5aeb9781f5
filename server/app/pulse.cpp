#include "server/app/pulse.hpp"

#include "server/app/await_here.hpp"
#include "server/platform/log.hpp"
#include "server/service/ports/failure.hpp"

namespace greffe::app {

namespace log = platform::log;

pulse::pulse(database& watched, service::administer_sites& sites, service::administer_rulesets& rulesets,
             const service::ruleset_registry& registry)
    : database_(watched), sites_(sites), rulesets_(rulesets), registry_(registry) {}

void pulse::start() {
    thread_ = std::thread([this] { run(); });
}

void pulse::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    stopping_changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

http::readiness pulse::ready() const {
    if (draining_) return {.ready = false, .reason = "draining"};
    if (!database_there_) return {.ready = false, .reason = "database"};
    if (!registry_.all_compiled()) return {.ready = false, .reason = "ruleset"};
    return {};
}

void pulse::run() {
    for (;;) {
        beat();
        std::unique_lock lock(mutex_);
        // Under a second between a push and its use, the compilation included.
        if (stopping_changed_.wait_for(lock, std::chrono::milliseconds{500}, [this] { return stopping_; }))
            return;
    }
}

void pulse::beat() {
    try {
        database_.revive();
    } catch (const std::exception& e) {
        log::error("the private PostgreSQL does not start again", {{"what", e.what()}});
    }
    try {
        await_here(sites_.refresh()); // first: rules are compiled in the site's time zone
        await_here(rulesets_.refresh());
        if (!database_there_.exchange(true)) log::info("the database is back");
    } catch (const service::ports::store_unavailable& e) {
        if (database_there_.exchange(false)) log::warning("the database is away", {{"what", e.what()}});
    } catch (const std::exception& e) {
        log::error("settings or rulesets were not refreshed", {{"what", e.what()}});
    }
}

} // namespace greffe::app
