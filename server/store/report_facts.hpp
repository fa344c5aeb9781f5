// What rules for reports ask of a comment and of the reports before, and what they said of a report.
#pragma once
#include "server/service/ports/review_store.hpp"
#include "server/store/transaction.hpp"

#include <optional>

namespace greffe::store {

/// One statement. Preconditions: the thread, the comment and its case are locked by `tx`; `by` has rules for
/// reports. nullopt: there is no such revision.
std::optional<service::ports::reported_facts>
read_reported_facts(transaction& tx, const service::ports::locked_rows& known, int revision,
                    std::shared_ptr<const service::active_ruleset> by);

void write_report_flags(transaction& tx, const service::ports::locked_rows& known,
                        const service::ports::review_report_row& row);

} // namespace greffe::store
