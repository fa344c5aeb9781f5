#include "server/domain/case_state.hpp"

#include "server/domain/names.hpp"

namespace greffe::domain {

namespace {

constexpr std::array case_state_names = {"open", "escalated", "closed"};
constexpr std::array case_cause_names = {"hold",     "flag", "report", "by_hand",  "appeal",
                                         "edit",     "undo", "hunt",   "escalate", "legal",
                                         "decision", "bulk", "moot",   "returned"};
constexpr std::array decision_names = {"approve", "reject", "dismiss"};

constexpr bool opens(case_cause cause) {
    return cause <= case_cause::hunt;
}

struct case_edge {
    case_state from;
    case_cause cause;
    case_state to;
};

constexpr case_edge case_edges[] = {
    {case_state::open, case_cause::escalate, case_state::escalated},
    {case_state::open, case_cause::legal, case_state::escalated},
    {case_state::open, case_cause::decision, case_state::closed},
    {case_state::open, case_cause::bulk, case_state::closed},
    {case_state::open, case_cause::moot, case_state::closed},
    {case_state::escalated, case_cause::returned, case_state::open},
    {case_state::escalated, case_cause::decision, case_state::closed},
    {case_state::escalated, case_cause::moot, case_state::closed},
};

/// Where a cause that works on a case wants it; used to tell "is there already" from "cannot go there".
constexpr case_state target_of(case_cause cause) {
    switch (cause) {
    case case_cause::escalate:
    case case_cause::legal: return case_state::escalated;
    case case_cause::returned: return case_state::open;
    default: return case_state::closed;
    }
}

} // namespace

std::string_view to_string(case_state state) {
    return name_of(case_state_names, state);
}
std::string_view to_string(case_cause cause) {
    return name_of(case_cause_names, cause);
}
std::string_view to_string(decision_action action) {
    return name_of(decision_names, action);
}
std::optional<case_state> parse_case_state(std::string_view text) {
    return value_named<case_state>(case_state_names, text);
}
std::optional<case_cause> parse_case_cause(std::string_view text) {
    return value_named<case_cause>(case_cause_names, text);
}
std::optional<decision_action> parse_decision_action(std::string_view text) {
    return value_named<decision_action>(decision_names, text);
}

result<case_state> change_case(std::optional<case_state> from, case_cause cause) {
    if (opens(cause))
        return from.value_or(case_state::closed) == case_state::closed ? case_state::open : *from;
    if (!from) return fail(errc::invalid_transition, "case", "the comment has no case");
    for (const case_edge& e : case_edges)
        if (e.from == *from && e.cause == cause) return e.to;
    if (*from == target_of(cause))
        return fail(errc::already_in_target_state, "case",
                    "the case is already " + std::string(to_string(*from)));
    return fail(errc::invalid_transition, "case",
                std::string(to_string(cause)) + " does not apply to a case that is " +
                    std::string(to_string(*from)));
}

result<void> check_lease(const std::optional<lease>& held, key_id who, timestamp now) {
    if (!held || held->until <= now || held->holder == who) return {};
    return fail(errc::lease_held_by_other, "lease",
                "another moderator holds this case until " + to_rfc3339(held->until));
}

result<comment_status> status_after_decision(comment_status now, decision_action action) {
    using enum comment_status;
    if (now == deleted || now == erased)
        return fail(errc::invalid_transition, "action", "the comment is " + std::string(to_string(now)));
    switch (action) {
    case decision_action::approve: return published;
    case decision_action::reject: return rejected;
    case decision_action::dismiss: break;
    }
    if (now == held)
        return fail(errc::invalid_transition, "action",
                    "a held comment is approved or rejected, never dismissed");
    return now;
}

} // namespace greffe::domain
