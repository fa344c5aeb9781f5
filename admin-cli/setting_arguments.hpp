// Settings of a site as a person writes and reads them: key=value. Keys are the API's names ("time_zone",
// "limits.body_characters"), modes are "mode" and "mode.SCOPE.TARGET" with values such as
// "closed@2030-12-01T08:00:00+01:00" or "pre,deadline=2h,at_deadline=publish". An empty value takes a setting
// back. What a value may be is the server's to say. Pure.
#pragma once
#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace greffe::cli {

/// The body of the request. Throws failure (usage) for what is no key=value, or a key that comes twice.
boost::json::object settings_from(const std::vector<std::string>& arguments);

/// Every setting of a site as the server tells it, in the form that settings_from reads. Safe to show.
std::vector<std::string> settings_of(const boost::json::object& site);

} // namespace greffe::cli
