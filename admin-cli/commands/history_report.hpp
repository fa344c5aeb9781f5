// What a backtest or a hunt found, for a person: what would change, how it agrees with people, each rule, and
// the comments that tell most, with what was matched marked in them.
#pragma once
#include "admin-cli/terminal.hpp"

#include <boost/json/object.hpp>

namespace greffe::cli {

void print_history_report(const boost::json::object& report, const terminal& to);

} // namespace greffe::cli
