// How often rules with a daily cap have acted today, over all servers: what a batch is told before it judges,
// and what it adds. Values only.
#pragma once
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace greffe::service::ports {

struct capped_rule {
    domain::site_id site;
    std::string rule;
    bool live = true; ///< else shadow: counted on its own
    auto operator<=>(const capped_rule&) const = default;
};

struct cap_use {
    std::string day; ///< of the site, as 2027-06-30
    std::int64_t hits = 0;
};
/// Every capped rule for comments of the batch's rulesets. Read without a lock: see cap_row.
using cap_uses = std::map<capped_rule, cap_use>;

/// What a batch adds. The writer finds out, under the row's lock, whether others have acted meanwhile; where
/// that would have made a difference, the batch is judged again.
struct cap_row {
    capped_rule rule;
    cap_use told;
    std::int64_t hits = 0;  ///< in which it acted, in this batch
    std::int64_t a_day = 0; ///< its cap
};

} // namespace greffe::service::ports
