// What a change of a site's settings makes of them: a merge. Settings that are not named stay; null is the
// default again. Modes are put one by one, each in place of the one of its scope and target; "mode": null
// removes. Modes that have run out go with the first change after. Pure but for the ids taken from `env`.
#pragma once
#include "server/domain/role.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/site_store.hpp"

#include <boost/json/object.hpp>

namespace greffe::service {

/// `now`: the database's. A supervisor changes modes, and nothing else. Errors: invalid_field (names the
/// setting and what is allowed; an unknown one, with the nearest that there is), forbidden. What changes
/// nothing keeps the version.
domain::result<ports::settings_change> change_settings(const domain::site_settings& before,
                                                       const boost::json::object& asked, domain::role who,
                                                       domain::timestamp now, const environment& env);

} // namespace greffe::service
