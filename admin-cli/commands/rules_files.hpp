// What the offline commands on rulesets share: reading a file whole.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

namespace greffe::cli {

/// nullopt: it cannot be read.
std::optional<std::string> read_ruleset_file(const std::filesystem::path& file);

} // namespace greffe::cli
