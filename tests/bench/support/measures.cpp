#include "tests/bench/support/measures.hpp"

#include <algorithm>
#include <cstdio>

namespace greffe::bench {

namespace {

std::string shown(const std::optional<double>& value, const std::string& unit) {
    if (!value) return "";
    char text[64];
    std::snprintf(text, sizeof text, *value < 100 ? "%.2f %s" : "%.0f %s", *value, unit.c_str());
    return text;
}

} // namespace

measures::measures() {
    std::printf("%-44s %16s %16s %8s %12s\n", "measure", "ours", "limit", "ratio", "target");
}

void measures::add(const measure& row) {
    const double held = row.ratio.value_or(row.ours);
    const std::string unit = row.ratio ? "" : row.unit;
    std::string target;
    bool holds = true;
    if (row.at_least) {
        target = ">= " + shown(row.at_least, unit);
        holds = held >= *row.at_least;
    } else if (row.at_most) {
        target = "<= " + shown(row.at_most, unit);
        holds = held <= *row.at_most;
    }
    all_hold_ = all_hold_ && holds;
    std::printf("%-44s %16s %16s %8s %12s %s\n", row.name.c_str(), shown(row.ours, row.unit).c_str(),
                shown(row.limit, row.unit).c_str(), shown(row.ratio, "").c_str(), target.c_str(),
                target.empty() ? ""
                : holds        ? "ok"
                               : "MISSED");
    std::fflush(stdout);
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    const auto middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

} // namespace greffe::bench
