// A share that was counted on few, and how far the true one may be from it: the score interval of E. B.
// Wilson
// ("Probable inference, the law of succession, and statistical inference", Journal of the American
// Statistical Association 22, 1927, pages 209 to 212) at 95 %. It stays within 0 and 1, and is wide where
// little was counted. Pure.
#pragma once
#include <cstdint>

namespace greffe::service {

struct share {
    std::int64_t hits = 0;
    std::int64_t of = 0;
    bool operator==(const share&) const = default;
};

struct interval {
    double low = 0;
    double high = 1;
};

/// Of nothing: everything is possible, 0 to 1. Precondition: 0 <= hits <= of.
interval wilson(share counted);

} // namespace greffe::service
