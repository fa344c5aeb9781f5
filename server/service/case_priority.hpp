// Where a case stands in the queue, as a number; the higher is looked at first. Pure.
#pragma once
#include "server/domain/case_state.hpp"

namespace greffe::service {

/// Of a case whose deadline says `alert` and was missed: above any number of readers' reports, below what a
/// person asked for.
inline constexpr int missed_deadline_priority = 895;

/// A notice of illegal content > a case by hand or an appeal > readers' reports, by their number > hold >
/// flag. A case that is joined keeps the greatest priority it had. Precondition: report_count >= 0.
int case_priority(domain::case_cause cause, int report_count, bool illegal_notice);

/// The priority after rules for reports have moved it: they order cases among their like, and never above or
/// below what stands for another reason.
int moved_priority(int priority, int by);

} // namespace greffe::service
