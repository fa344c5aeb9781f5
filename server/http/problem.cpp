#include "server/http/problem.hpp"

#include <array>

namespace greffe::http {

namespace {

using domain::errc;

/// Code and retryable of an outcome are the domain's, since import lines tell them too; what HTTP adds stands
/// here.
struct outcome_row {
    errc outcome;
    unsigned status;
    const char* title;
};

constexpr std::array outcomes = {
    outcome_row{errc::invalid_field, 422, "A value breaks its contract"},
    outcome_row{errc::malformed, 400, "The request cannot be read"},
    outcome_row{errc::too_large, 413, "Over a limit"},
    outcome_row{errc::not_found, 404, "No such object"},
    outcome_row{errc::unknown_site, 409, "The site is not known yet"},
    outcome_row{errc::unknown_article, 409, "The article is not known yet"},
    outcome_row{errc::unknown_parent, 409, "The parent is not known yet"},
    outcome_row{errc::parent_in_other_article, 422, "The parent belongs to another article"},
    outcome_row{errc::already_exists, 409, "The key is taken by another content"},
    outcome_row{errc::already_in_target_state, 409, "It is there already"},
    outcome_row{errc::invalid_transition, 409, "Its state does not allow this"},
    outcome_row{errc::stale_version, 409, "It changed since you saw it"},
    outcome_row{errc::lease_held_by_other, 409, "Somebody else works on it"},
    outcome_row{errc::gone, 410, "Erased; nothing is stored under this id again"},
    outcome_row{errc::cursor_expired, 410, "What follows this cursor is kept no more"},
    outcome_row{errc::comments_closed, 409, "Comments are closed"},
    outcome_row{errc::invalid_ruleset, 422, "The ruleset is refused"},
    outcome_row{errc::idempotency_key_reused, 422, "The Idempotency-Key came with another request"},
    outcome_row{errc::unauthenticated, 401, "A valid key is needed"},
    outcome_row{errc::forbidden, 403, "The key may not do this"},
    outcome_row{errc::rate_limited, 429, "Too many requests"},
    outcome_row{errc::overloaded, 503, "Too much waits already"},
    outcome_row{errc::unavailable, 503, "Not available right now"},
    outcome_row{errc::deadline_exceeded, 503, "It took too long"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (static_cast<std::size_t>(outcomes[i].outcome) != i) return false;
    return outcomes.size() == static_cast<std::size_t>(errc::deadline_exceeded) + 1;
}
static_assert(in_order(), "one row for every errc, in the order of the enumeration");

struct refusal_row {
    unsigned status;
    const char* code;
    const char* title;
};

constexpr std::array refusals = {
    refusal_row{400, "bad_request", "Not an HTTP request that can be served"},
    refusal_row{404, "no_such_route", "There is nothing at this path"},
    refusal_row{405, "method_not_allowed", "The path does not take this method"},
    refusal_row{408, "request_timeout", "The request came too slowly"},
    refusal_row{431, "headers_too_large", "The header is over the limit"},
    refusal_row{500, "internal", "An internal error"},
};

} // namespace

problem to_problem(const domain::error& e) {
    const outcome_row& row = outcomes.at(static_cast<std::size_t>(e.code));
    return {.status = row.status,
            .code = std::string(to_string(e.code)),
            .title = row.title,
            .detail = e.detail,
            .field = e.field,
            .retryable = is_retryable(e.code)};
}

problem to_problem(refusal why, std::string detail) {
    const refusal_row& row = refusals.at(static_cast<std::size_t>(why));
    return {.status = row.status,
            .code = row.code,
            .title = row.title,
            .detail = std::move(detail),
            .field = {},
            .retryable = why == refusal::too_slow};
}

boost::json::object render(const problem& p, std::string_view request_id) {
    boost::json::object body{{"type", "urn:greffe:problem:" + p.code},
                             {"title", p.title},
                             {"status", p.status},
                             {"code", p.code},
                             {"retryable", p.retryable},
                             {"request_id", request_id}};
    if (!p.detail.empty()) body["detail"] = p.detail;
    if (!p.field.empty()) body["field"] = p.field;
    for (const auto& [key, value] : p.extra) body[key] = value;
    return body;
}

std::optional<int> retry_after(const problem& p) {
    if (p.status != 503 && p.status != 429) return std::nullopt;
    return p.wait_seconds;
}

} // namespace greffe::http
