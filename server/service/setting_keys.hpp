// The settings of a site by their public names: one table that the API's JSON, the stored form, the audit and
// the refusals are read from. Modes are not in it: they are a list (to_json of a policy). Pure.
#pragma once
#include "server/domain/site_settings.hpp"

#include <boost/json/object.hpp>

#include <span>
#include <string_view>

namespace greffe::service {

struct setting_key {
    std::string_view name;    ///< "limits.body_characters": in JSON {"limits": {"body_characters": …}}
    std::string_view allowed; ///< what a refusal says
    boost::json::value (*get)(const domain::site_settings& from);
    /// Null: as if it had never been set. False: refused, nothing changed.
    bool (*set)(domain::site_settings& into, const boost::json::value& value);
};
std::span<const setting_key> setting_keys();

/// Every setting, and the modes under "moderation".
boost::json::object to_json(const domain::site_settings& settings);
/// {"scope", "target"?, "mode", "until"?, "deadline"?, "at_deadline"?}
boost::json::object to_json(const domain::moderation_policy& policy);

/// As the store keeps it: flat, by name; null for what is as if it had never been set. What a newer server
/// keeps beside it stays.
boost::json::object stored_form(const domain::site_settings& settings);
/// The way back. `moderation`: greffe.moderation_of. A value that is none is taken as not set.
domain::site_settings settings_from_stored(const boost::json::object& stored,
                                           const boost::json::array& moderation, std::int64_t version);

} // namespace greffe::service
