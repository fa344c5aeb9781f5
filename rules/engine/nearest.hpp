// "did you mean": the known word nearest to one that is not known. Pure.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace greffe::rules {

/// The nearest by edit distance, if it is near enough to be meant; empty otherwise.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);
/// "did you mean 'x'?", or else `otherwise` followed by the known words.
std::string suggestion(std::string_view word, std::span<const std::string_view> known,
                       std::string_view otherwise);

} // namespace greffe::rules
