#include "rules/engine/facts_needed.hpp"

#include <algorithm>

namespace greffe::rules {

std::chrono::seconds facts_needed::longest_window() const {
    std::chrono::seconds longest{0};
    for (const rate_need& need : rates) longest = std::max(longest, need.within);
    for (const duplicate_need& need : duplicates) longest = std::max(longest, need.within);
    return longest;
}

} // namespace greffe::rules
