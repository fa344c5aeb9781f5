#include "server/service/case_priority.hpp"

#include <algorithm>

namespace greffe::service {

namespace {

constexpr int illegal_priority = 1000;
constexpr int by_hand_priority = 900;
constexpr int first_report_priority = 100;
constexpr int each_report_priority = 10;
constexpr int most_reports_priority = 890;

struct base_priority {
    domain::case_cause cause;
    int priority;
};

constexpr base_priority base_priorities[] = {
    {domain::case_cause::by_hand, by_hand_priority},
    {domain::case_cause::appeal, by_hand_priority},
    {domain::case_cause::hold, 50},
    {domain::case_cause::edit, 50},
    {domain::case_cause::undo, 50},
    {domain::case_cause::hunt, 20},
    {domain::case_cause::flag, 10},
};

/// What rules for reports move within: readers' reports, holds and flags; missed deadlines; what a person
/// asked for; notices of illegal content.
struct priority_band {
    int least;
    int most;
};
constexpr priority_band bands[] = {
    {illegal_priority, 2 * illegal_priority - 1},
    {by_hand_priority, illegal_priority - 1},
    {missed_deadline_priority, by_hand_priority - 1},
    {0, most_reports_priority},
};

} // namespace

int moved_priority(int priority, int by) {
    for (const auto& band : bands)
        if (priority >= band.least) return std::clamp(priority + by, band.least, band.most);
    return priority;
}

int case_priority(domain::case_cause cause, int report_count, bool illegal_notice) {
    if (illegal_notice) return illegal_priority;
    int priority = 0;
    for (const auto& base : base_priorities)
        if (base.cause == cause) priority = base.priority;
    if (report_count > 0) {
        const int counted = std::min(report_count - 1,
                                     (most_reports_priority - first_report_priority) / each_report_priority);
        priority = std::max(priority, first_report_priority + counted * each_report_priority);
    }
    return priority;
}

} // namespace greffe::service
