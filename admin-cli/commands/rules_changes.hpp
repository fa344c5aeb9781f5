// What a ruleset says otherwise than another one, as a person reads it: a line a rule, the parts that differ
// below it. Pure.
#pragma once
#include "admin-cli/terminal.hpp"

#include <boost/json/object.hpp>

namespace greffe::cli {

/// `changes` as the server tells them. A ruleset that is all new is told in one line.
void print_changes(const boost::json::object& changes, const terminal& to);

/// Diagnostics of a ruleset that the server has read; `file`: where it was read from here.
void print_diagnostics(const boost::json::array& found, const std::string& file, const terminal& to);

} // namespace greffe::cli
