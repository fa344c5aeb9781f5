// Where sites are kept. Implemented in store/; safe from any thread. Failures: see failure.hpp.
#pragma once
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/audit.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace greffe::service::ports {

struct settings_change {
    domain::site_settings after;            ///< its version: as before when nothing changed
    std::vector<boost::json::object> notes; ///< one audit row each: {key, from, to}
};
/// Pure but for fresh ids. `now`: the database's, read under the lock.
using settings_step = std::function<domain::result<settings_change>(const domain::site_settings& before,
                                                                    domain::timestamp now)>;

struct newer_settings {
    domain::site_id site;
    std::shared_ptr<const domain::site_settings> settings;
};

class site_store {
  public:
    virtual ~site_store() = default;
    /// Stores the site and an audit row. Errors: already_exists.
    virtual boost::asio::awaitable<domain::result<site_view>> create(site_view site, audit_entry by) = 0;
    /// By name.
    virtual boost::asio::awaitable<std::vector<site_view>> list() = 0;
    virtual boost::asio::awaitable<std::optional<site_view>> find(std::string name_or_id) = 0;
    /// Replaces the settings by what `step` makes of them and writes the audit rows; `audit_id` gives each
    /// its id. One change of a site after the other. Errors: not_found, step's.
    virtual boost::asio::awaitable<domain::result<site_view>>
    change(domain::site_id site, settings_step step, domain::key_id actor,
           std::function<domain::uuid()> audit_id) = 0;
    /// Every site's settings that are newer than the version in `held` (absent: 0), in one query.
    virtual boost::asio::awaitable<std::vector<newer_settings>>
    newer_than(std::map<domain::site_id, std::int64_t> held) = 0;
};

} // namespace greffe::service::ports
