// What a benchmark found, as the table that it prints: measure, ours, limit, ratio, target, and whether the
// target holds. Rows print as they come, the columns are fixed.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace greffe::bench {

struct measure {
    std::string name;
    double ours = 0;
    std::string unit;
    std::optional<double> limit{};
    std::optional<double> ratio{};
    std::optional<double> at_least{}; ///< of the ratio when there is one, else of `ours`
    std::optional<double> at_most{};
};

class measures {
  public:
    measures();
    void add(const measure& row);
    /// Whether every target held.
    bool all_hold() const { return all_hold_; }

  private:
    bool all_hold_ = true;
};

double median(std::vector<double> values);

} // namespace greffe::bench
