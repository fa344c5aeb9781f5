// What a report, an opening by hand, a lease, an escalation and a decision make of the rows that the store
// has locked: the pure transitions of the domain, and everything that is written with them. Pure but for the
// fresh ids and salts taken from `env`; called again when a transaction had to be repeated. Each answer
// stands in review_change::answer as answers_json writes it.
#pragma once
#include "server/domain/role.hpp"
#include "server/domain/site_settings.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/deadline_store.hpp"
#include "server/service/ports/review_store.hpp"
#include "server/service/review_comments.hpp"

#include <chrono>

namespace greffe::service {

/// A reader's report. The reader's second one on a revision answers the first receipt and changes nothing. A
/// charter report on the immune revision is recorded as not upheld and opens nothing; a notice of illegal
/// content always counts, because a decision under the charter does not answer it. What counts is judged by
/// the site's rules for reports (triage_report.hpp): they move the case's priority, escalate it, hide the
/// text that was reported, or discount the report; and what the reports that wait weigh together hides it as
/// well, from the site's hide_weight on. Errors: gone, invalid_transition (deleted).
domain::result<ports::review_change> step_report(const ports::locked_rows& known,
                                                 const domain::new_report& report,
                                                 const domain::site_settings& settings,
                                                 const environment& env);
/// On an unclosed case only its priority may rise: state, version and cause stay. Errors: gone,
/// invalid_transition.
domain::result<ports::review_change> step_open_by_hand(const ports::locked_rows& known,
                                                       const std::string& reason, const environment& env);
/// A lease is no state: the next two leave the version alone and write no event. Renewing a case that nobody
/// holds takes it. Errors: not_found (no case), invalid_transition (closed), lease_held_by_other.
domain::result<ports::review_change> step_renew(const ports::locked_rows& known, domain::key_id who,
                                                std::chrono::seconds length);
domain::result<ports::review_change> step_release(const ports::locked_rows& known, domain::key_id who);
/// Gives up the lease. Errors: as above, and already_in_target_state.
domain::result<ports::review_change> step_escalate(const ports::locked_rows& known, domain::key_id who,
                                                   const std::string& reason, const environment& env);
/// Errors, the first that applies: not_found (no case), stale_version, lease_held_by_other, forbidden,
/// already_in_target_state, invalid_transition.
domain::result<ports::review_change> step_decide(const ports::locked_rows& known,
                                                 const domain::principal& who, const decide_request& request,
                                                 const environment& env);

/// What the case's policy says for its deadline, once, if that is over, nobody holds the case and nothing of
/// it has happened yet; nullopt: nothing is to be done. `publish` is an approval by domain::system_key for
/// the reason "deadline", without immunity from reports; it becomes `alert` for what is escalated or what
/// readers have reported, and nothing at all for what is not held.
std::optional<ports::missed_deadline> step_deadline(const ports::locked_rows& known, const environment& env);

} // namespace greffe::service
