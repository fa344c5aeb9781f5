// The packs that ship with the engine, embedded in the binary. Immutable.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// The YAML of a pack.
std::optional<std::string_view> find_pack(std::string_view name);
/// Sorted.
std::vector<std::string_view> pack_names();

/// Packs by name, as they once were: for a ruleset that must not change with the binary it is compiled by.
using pack_texts = std::map<std::string, std::string, std::less<>>;

} // namespace greffe::rules
