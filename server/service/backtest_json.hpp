// What a backtest and a hunt found, as JSON: the form of docs/rules.md. Pure.
#pragma once
#include "server/service/hunt.hpp"

#include <boost/json/object.hpp>

namespace greffe::service {

boost::json::object to_json(const backtest_progress& so_far);
boost::json::object to_json(const backtest_report& report);
/// `batch`: absent from a dry look.
boost::json::object to_json(const hunt_outcome& outcome, const std::optional<domain::uuid>& batch);
boost::json::object to_json(const ports::released& done);
boost::json::object to_json(const ports::hunt_summary& each);

} // namespace greffe::service
