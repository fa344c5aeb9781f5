// Enumerations and their public names: one array of names an enumeration, in the order of its values.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace greffe::domain {

template <class Enum, std::size_t N>
constexpr std::string_view name_of(const std::array<const char*, N>& names, Enum value) {
    return names.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t N>
constexpr std::optional<Enum> value_named(const std::array<const char*, N>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name, [](const char* n) { return std::string_view(n); });
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

} // namespace greffe::domain
