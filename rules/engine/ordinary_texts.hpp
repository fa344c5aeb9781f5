// What readers of French news write when nobody would look twice: made for telling what a pattern costs on
// most texts before it has seen one. Immutable.
#pragma once
#include <span>
#include <string_view>

namespace greffe::rules {

/// Folded.
std::span<const std::string_view> ordinary_texts();

} // namespace greffe::rules
