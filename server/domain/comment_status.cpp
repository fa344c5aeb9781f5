#include "server/domain/comment_status.hpp"

#include "server/domain/names.hpp"

#include <algorithm>
#include <utility>

namespace greffe::domain {

namespace {

using enum comment_status;

constexpr std::array status_names = {"published", "held", "rejected", "deleted", "erased"};
constexpr std::array status_cause_names = {"verdict", "observed", "edit_verdict", "report_threshold",
                                           "hunt",    "approve",  "reject",       "appeal",
                                           "undo",    "removal",  "erasure"};

struct status_edge {
    std::optional<comment_status> from;
    comment_status to;
    status_cause cause;
};

constexpr status_edge status_edges[] = {
    {std::nullopt, published, status_cause::verdict},
    {std::nullopt, held, status_cause::verdict},
    {std::nullopt, rejected, status_cause::verdict},
    {std::nullopt, published, status_cause::observed},
    {std::nullopt, held, status_cause::observed},
    {std::nullopt, rejected, status_cause::observed},
    {std::nullopt, deleted, status_cause::observed},

    {published, held, status_cause::edit_verdict},
    {published, held, status_cause::report_threshold},
    {published, held, status_cause::hunt},
    {published, held, status_cause::undo},
    {published, rejected, status_cause::reject},
    {published, rejected, status_cause::edit_verdict},

    {held, published, status_cause::approve},
    {held, published, status_cause::undo},
    {held, rejected, status_cause::reject},
    {held, rejected, status_cause::edit_verdict},

    {rejected, published, status_cause::approve},
    {rejected, published, status_cause::appeal},
    {rejected, published, status_cause::undo},
    {rejected, held, status_cause::undo},

    {published, deleted, status_cause::removal},
    {held, deleted, status_cause::removal},
    {rejected, deleted, status_cause::removal},
    {deleted, published, status_cause::undo},
    {deleted, held, status_cause::undo},
    {deleted, rejected, status_cause::undo},

    {published, erased, status_cause::erasure},
    {held, erased, status_cause::erasure},
    {rejected, erased, status_cause::erasure},
    {deleted, erased, status_cause::erasure},
};

} // namespace

std::string_view to_string(comment_status status) {
    return name_of(status_names, status);
}
std::string_view to_string(status_cause cause) {
    return name_of(status_cause_names, cause);
}
std::optional<comment_status> parse_comment_status(std::string_view text) {
    return value_named<comment_status>(status_names, text);
}

result<comment_status> change_status(std::optional<comment_status> from, comment_status to,
                                     status_cause cause) {
    if (from == to)
        return fail(errc::already_in_target_state, "status",
                    "the comment is already " + std::string(to_string(to)));
    const bool allowed = std::ranges::any_of(
        status_edges, [&](const status_edge& e) { return e.from == from && e.to == to && e.cause == cause; });
    if (allowed) return to;
    const std::string origin = from ? std::string(to_string(*from)) : "new";
    return fail(errc::invalid_transition, "status",
                std::string(to_string(cause)) + " cannot take a comment from " + origin + " to " +
                    std::string(to_string(to)));
}

comment_status status_after_edit(comment_status now, comment_status verdict) {
    constexpr auto severity = [](comment_status s) { return s == published ? 0 : s == held ? 1 : 2; };
    return severity(verdict) > severity(now) ? verdict : now;
}

} // namespace greffe::domain
