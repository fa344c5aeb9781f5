// The life of a case: one a comment, for as long as the comment lives; its id is the comment's. A lease is no
// state but a (holder, until) pair on an unclosed case; one that ran out counts as absent. Pure; times come
// in as values.
#pragma once
#include "server/domain/comment_status.hpp"
#include "server/domain/error.hpp"
#include "server/domain/moderation.hpp"
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace greffe::domain {

enum class case_state { open, escalated, closed };
inline constexpr std::array all_case_states{case_state::open, case_state::escalated, case_state::closed};

/// What moves a case. The first group opens, the second works on an open one.
enum class case_cause {
    hold,
    flag,
    report,
    by_hand,
    appeal,
    edit,
    undo,
    hunt,
    escalate,
    legal,
    decision,
    bulk,
    moot,
    returned,
};
inline constexpr std::array all_case_causes{
    case_cause::hold,     case_cause::flag, case_cause::report, case_cause::by_hand,  case_cause::appeal,
    case_cause::edit,     case_cause::undo, case_cause::hunt,   case_cause::escalate, case_cause::legal,
    case_cause::decision, case_cause::bulk, case_cause::moot,   case_cause::returned};

enum class decision_action { approve, reject, dismiss };
inline constexpr std::array all_decision_actions{decision_action::approve, decision_action::reject,
                                                 decision_action::dismiss};

struct lease {
    key_id holder;
    timestamp until;
    bool operator==(const lease&) const = default;
};

/// By when a person must look at a case, and what happens else.
struct case_deadline {
    timestamp at;
    deadline_action then = deadline_action::stay_held;
    std::optional<timestamp> missed_at{}; ///< since when it has happened
    bool operator==(const case_deadline&) const = default;
};

std::string_view to_string(case_state state);
std::string_view to_string(case_cause cause);
std::string_view to_string(decision_action action);
std::optional<case_state> parse_case_state(std::string_view text);
std::optional<case_cause> parse_case_cause(std::string_view text);
std::optional<decision_action> parse_decision_action(std::string_view text);

/// The state after `cause`. `from` nullopt: the comment never had a case.
/// A cause that opens joins a case that is open or escalated already: the state stays, no error.
/// Errors: invalid_transition; already_in_target_state (escalate on escalated, decision on closed).
result<case_state> change_case(std::optional<case_state> from, case_cause cause);

/// Nobody, or `who`, holds the case at `now`. Error: lease_held_by_other.
result<void> check_lease(const std::optional<lease>& held, key_id who, timestamp now);

/// What a decision does to the comment: approve -> published, reject -> rejected, dismiss -> status kept.
/// Errors: invalid_transition (dismiss on held, anything on deleted or erased); already_in_target_state
/// never: to approve what is published upholds it, and to reject what is rejected confirms it.
result<comment_status> status_after_decision(comment_status now, decision_action action);

} // namespace greffe::domain
