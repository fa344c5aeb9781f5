// So many a second, and so many at once: what a limit on requests says. A value.
#pragma once

namespace greffe::platform {

struct rate {
    double per_second = 0; ///< 0: no limit
    double burst = 0;      ///< how many may come at once after a silence; at least 1 when there is a limit
    bool operator==(const rate&) const = default;
};

} // namespace greffe::platform
