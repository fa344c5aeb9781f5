// Where a case stands in the queue, as a number; the higher is looked at first. Pure.
#pragma once
#include "server/domain/case_state.hpp"

namespace greffe::service {

/// A notice of illegal content > a case by hand or an appeal > readers' reports, by their number > hold >
/// flag. A case that is joined keeps the greatest priority it had. Precondition: report_count >= 0.
int case_priority(domain::case_cause cause, int report_count, bool illegal_notice);

} // namespace greffe::service
