// Names of enumerators as rules write them: one table an enumeration, read both ways.
#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace greffe::rules {

template <class Enum, std::size_t N>
constexpr std::string_view name_in(const std::pair<Enum, std::string_view> (&table)[N], Enum value) {
    for (const auto& [candidate, name] : table)
        if (candidate == value) return name;
    return {};
}

template <class Enum, std::size_t N>
constexpr std::optional<Enum> value_in(const std::pair<Enum, std::string_view> (&table)[N],
                                       std::string_view name) {
    for (const auto& [value, candidate] : table)
        if (candidate == name) return value;
    return std::nullopt;
}

} // namespace greffe::rules
