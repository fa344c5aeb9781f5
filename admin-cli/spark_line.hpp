// A row of numbers as a small plot of as many characters, for people: the greatest one is a full block, none
// is a dot. Pure.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace greffe::cli {

/// What is not zero is never shown as nothing. Negative numbers count as zero.
std::string spark_line(const std::vector<std::int64_t>& values);

} // namespace greffe::cli
