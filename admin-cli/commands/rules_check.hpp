// greffe rules check FILE...: is this a ruleset that a server would take? Offline.
#pragma once
#include "rules/engine/diagnostic.hpp"

#include <boost/json/array.hpp>

#include <filesystem>
#include <ostream>
#include <vector>

namespace greffe::cli {

/// Prints the diagnostics of every file, examples included, and one line for each file. 0: all can be pushed
/// (warnings are no obstacle); 1: one cannot, or cannot be read. `json`: one array on `out`.
int rules_check(const std::vector<std::filesystem::path>& files, bool json, std::ostream& out,
                std::ostream& err);

/// Diagnostics as `--json` prints them.
boost::json::array to_json(const rules::diagnostics& found);

} // namespace greffe::cli
