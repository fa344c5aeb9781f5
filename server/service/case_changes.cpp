#include "server/service/case_changes.hpp"

#include "server/service/case_priority.hpp"

#include <algorithm>

namespace greffe::service {

ports::case_facts open_or_join(const std::optional<ports::case_facts>& before, domain::case_cause cause,
                               domain::timestamp now) {
    const auto state =
        domain::change_case(before ? std::optional(before->state) : std::nullopt, cause).value();
    const int priority = case_priority(cause, before ? before->report_count : 0, false);
    ports::case_facts after = before.value_or(ports::case_facts{});
    if (before) ++after.version;
    if (!before || before->state == domain::case_state::closed) {
        after.cause = cause;
        after.priority = priority;
        after.opened_at = now;
        after.held.reset();
        after.deadline.reset();
    } else {
        after.priority = std::max(after.priority, priority);
    }
    after.state = state;
    return after;
}

ports::case_facts close_as_moot(ports::case_facts before) {
    ++before.version;
    if (const auto closed = domain::change_case(before.state, domain::case_cause::moot)) {
        before.state = *closed;
        before.held.reset();
    }
    before.report_count = 0;
    before.deadline.reset();
    return before;
}

void give_deadline(ports::case_facts& review, const ruling& made, domain::timestamp now) {
    const bool holds = made.verdict.does >= rules::action::hold;
    if (!holds && (!made.deadline || review.deadline)) return;
    review.deadline.reset();
    if (made.deadline)
        review.deadline =
            domain::case_deadline{.at = now + made.deadline->within, .then = made.deadline->then};
}

} // namespace greffe::service
