// How far an import is, in a line for a person: lines, rate, and, where the size of the input is known, how
// much of it is done and how long the rest may take. Pure.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace greffe::cli {

struct import_progress {
    std::int64_t lines = 0;   ///< answered
    std::int64_t refused = 0; ///< of them
    std::chrono::milliseconds elapsed{0};
    std::uint64_t sent = 0;            ///< bytes
    std::optional<std::uint64_t> size; ///< of the input; standard input has none
};

/// "120,000 lines, 30,000/s, 40 %, 2 min 5 s left, 3 refused"
std::string to_text(const import_progress& now);
/// "45 s", "2 min 5 s", "3 h 4 min"
std::string duration_text(std::chrono::seconds time);
/// "1,234,567"
std::string grouped(std::uint64_t number);

} // namespace greffe::cli
