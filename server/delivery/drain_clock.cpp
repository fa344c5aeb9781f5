#include "server/delivery/drain_clock.hpp"

#include <algorithm>

namespace greffe::delivery {

void drain_clock::learn(const service::ports::sequencing& run, time begun) {
    const auto ago = std::max(run.drained_ago, std::chrono::duration<double>::zero());
    const auto elsewhere = begun - std::chrono::duration_cast<time::duration>(ago);
    drained_at_ = std::max(drained_at_, run.drained ? begun : elsewhere);
}

std::chrono::duration<double> drain_clock::lag(time now) const {
    return std::max<std::chrono::duration<double>>(now - drained_at_, std::chrono::duration<double>::zero());
}

} // namespace greffe::delivery
