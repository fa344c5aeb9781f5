// The packs that ship with the engine, embedded in the binary. Immutable.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// The YAML of a pack.
std::optional<std::string_view> find_pack(std::string_view name);
/// Sorted.
std::vector<std::string_view> pack_names();

} // namespace greffe::rules
