// greffe rules test FILE...: runs every example of a ruleset and of the packs it uses. Offline.
#pragma once
#include <filesystem>
#include <ostream>
#include <vector>

namespace greffe::cli {

/// Prints the examples that fail and, for each file, how many passed and failed. 0: all hold; 1: one fails,
/// or a file is no ruleset. `json`: one array on `out`.
int rules_test(const std::vector<std::filesystem::path>& files, bool json, std::ostream& out,
               std::ostream& err);

} // namespace greffe::cli
