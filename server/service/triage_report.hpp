// What a site's rules for reports say of one report, and what a report weighs. Pure.
#pragma once
#include "rules/engine/verdict.hpp"
#include "server/service/ports/review_store.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace greffe::service {

/// In hundredths: the reporter's standing; 50 when nobody knows it; 25 of an anonymous reader, who may send
/// any number.
int weight_of_report(const ports::locked_rows& known, const domain::new_report& report);

struct report_triage {
    rules::report_verdict verdict;
    std::int64_t ruleset_version = 0;
    int raises = 0; ///< what the case's priority is raised by: of rules that have not raised it yet
};

/// nullopt: no active rule is for reports, or this server could not compile the ruleset. `weight`: of this
/// report, before any rule.
std::optional<report_triage> triage_report(const ports::locked_rows& known, const domain::new_report& report,
                                           int weight);

/// Ids of the live rules that did something of this kind.
boost::json::array rules_that(const report_triage& made, bool rules::report_effect::* did);

/// The codes of the event: which rules, of which version, did what.
void add_codes(boost::json::object& codes, const report_triage& made);

} // namespace greffe::service
