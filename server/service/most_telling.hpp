// Of many comments that a ruleset would treat otherwise, the few that tell a person most: first those where
// people have decided against the ruleset, then those where they have decided as it does, then the rest; of
// each group one of every rule before the second of any, the greater change before the smaller, the higher
// score, the newer. Memory is bounded by the number of rules. Pure; not thread-safe.
#pragma once
#include "server/domain/uuid.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace greffe::service {

/// What people's decision on a comment says of the change.
enum class people_say { nothing, agree, contradict };

struct telling_change {
    domain::comment_id comment;
    int revision = 1;
    people_say people = people_say::nothing;
    int severity = 0; ///< of the change: steps between published, flagged, held and rejected
    int score = 0;
    std::optional<std::chrono::sys_seconds> at{}; ///< when it was written
    std::string rule;                             ///< the strongest that took part, or took part then
};

class most_telling {
  public:
    explicit most_telling(std::size_t most = 10) : most_(most) {}

    void add(telling_change seen);
    void add_all(most_telling&& other);
    /// At most as many as were asked for, the most telling first; the same ones in whatever order they came.
    std::vector<telling_change> chosen() const;
    std::int64_t count() const { return count_; }

  private:
    std::size_t most_;
    std::int64_t count_ = 0;
    std::map<std::string, std::vector<telling_change>, std::less<>> by_rule_; ///< the best of each, sorted
};

} // namespace greffe::service
