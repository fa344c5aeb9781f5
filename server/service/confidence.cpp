#include "server/service/confidence.hpp"

#include <algorithm>
#include <cmath>

namespace greffe::service {

namespace {

constexpr double z = 1.959963984540054; // the normal distribution's 97.5th percentile

} // namespace

interval wilson(share counted) {
    if (counted.of <= 0) return {};
    const auto n = static_cast<double>(counted.of);
    const double p = static_cast<double>(counted.hits) / n;
    const double middle = p + z * z / (2 * n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    const double whole = 1 + z * z / n;
    // At none and at all the bound is exact, and rounding must not push it out.
    return {.low = counted.hits == 0 ? 0 : std::max(0.0, (middle - half) / whole),
            .high = counted.hits == counted.of ? 1 : std::min(1.0, (middle + half) / whole)};
}

} // namespace greffe::service
