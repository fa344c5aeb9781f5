// Sites: creation, listing, look-up by name, settings; and refresh, which keeps this server's registry of
// settings in step with the store. Thread-safe.
#pragma once
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/site_store.hpp"
#include "server/service/settings_registry.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

class administer_sites {
  public:
    administer_sites(ports::site_store& store, settings_registry& registry, environment env);

    /// Names: 1 to 64 of a-z 0-9 - . _, not starting with a sign. Errors: invalid_field, already_exists.
    boost::asio::awaitable<domain::result<site_view>> create(domain::principal who, std::string name);
    boost::asio::awaitable<domain::result<std::vector<site_view>>> list(domain::principal who);
    /// By name or id, within what `who` may see; cached, because every request asks. Errors: not_found.
    boost::asio::awaitable<domain::result<site_view>> find(domain::principal who, std::string name_or_id);
    /// As it is stored now, with all its settings. Errors: not_found.
    boost::asio::awaitable<domain::result<site_view>> show(domain::principal who, domain::site_id site);
    /// Merges `asked` into the settings (change_settings.hpp), writes an audit row for each that changed;
    /// this server runs them at once, the others within a second. Errors: not_found, and those of
    /// change_settings.
    boost::asio::awaitable<domain::result<site_view>> change(domain::principal who, domain::site_id site,
                                                             boost::json::object asked);
    /// Loads what is newer in the store. Called twice a second; cheap when nothing changed.
    boost::asio::awaitable<void> refresh();

  private:
    ports::site_store& store_;
    settings_registry& registry_;
    environment env_;
    struct cache;
    std::shared_ptr<cache> cache_;
};

} // namespace greffe::service
