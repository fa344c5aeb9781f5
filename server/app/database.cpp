#include "server/app/database.hpp"

#include "server/platform/log.hpp"
#include "server/service/ports/failure.hpp"
#include "server/store/durability.hpp"
#include "server/store/migrator.hpp"

#include <thread>

namespace greffe::app {

namespace log = platform::log;

database::database(const settings& with) {
    if (with.options.database) {
        url_ = *with.options.database;
        return;
    }
    own_.emplace(platform::embedded_postgres::start({.folder = with.options.data}));
    url_ = own_->url();
}

void database::migrate(const settings& with, const std::function<bool()>& give_up) {
    const auto until = std::chrono::steady_clock::now() + with.database_patience;
    const auto mode = with.options.migrate == platform::migrations::check ? store::migrate_mode::check
                                                                          : store::migrate_mode::automatic;
    store::migration_terms terms;
    terms.told = [](const std::string& name, int number, const std::string& why) {
        log::warning(
            "a migration waits for its locks; trying again",
            {{"migration", boost::json::string(name)}, {"try", number}, {"why", boost::json::string(why)}});
    };
    for (;;) {
        try {
            for (const std::string& applied : store::migrate(url_, mode, terms))
                log::info("migration applied", {{"migration", boost::json::string(applied)}});
            for (const std::string& setting : store::settings_that_may_lose_commits(url_))
                log::warning(
                    "a setting of PostgreSQL is off without which a comment that was acknowledged may be "
                    "lost: switch it on, unless the data may be",
                    {{"setting", boost::json::string(setting)}});
            return;
        } catch (const service::ports::store_unavailable& e) {
            if (give_up() || std::chrono::steady_clock::now() > until) throw;
            log::warning(
                "the database is away; trying again",
                {{"database", boost::json::string(log::without_password(url_))}, {"what", e.what()}});
            std::this_thread::sleep_for(std::chrono::seconds{1});
        }
    }
}

void database::revive() {
    if (own_ && own_->revive()) log::warning("the private PostgreSQL was gone and runs again");
}

void database::stop() {
    if (own_) own_->stop();
}

} // namespace greffe::app
