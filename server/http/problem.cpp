#include "server/http/problem.hpp"

#include <array>

namespace greffe::http {

namespace {

using domain::errc;

struct row {
    unsigned status;
    const char* code;
    const char* title;
    bool retryable = false;
};

struct outcome_row {
    errc outcome;
    row shown;
};

constexpr std::array outcomes = {
    outcome_row{errc::invalid_field, {422, "invalid_field", "A value breaks its contract"}},
    outcome_row{errc::malformed, {400, "malformed", "The request cannot be read"}},
    outcome_row{errc::too_large, {413, "too_large", "Over a limit"}},
    outcome_row{errc::not_found, {404, "not_found", "No such object"}},
    outcome_row{errc::unknown_site, {409, "unknown_site", "The site is not known yet", true}},
    outcome_row{errc::unknown_article, {409, "unknown_article", "The article is not known yet", true}},
    outcome_row{errc::unknown_parent, {409, "unknown_parent", "The parent is not known yet", true}},
    outcome_row{errc::parent_in_other_article,
                {422, "parent_in_other_article", "The parent belongs to another article"}},
    outcome_row{errc::already_exists, {409, "already_exists", "The key is taken by another content"}},
    outcome_row{errc::already_in_target_state, {409, "already_in_target_state", "It is there already"}},
    outcome_row{errc::invalid_transition, {409, "invalid_transition", "Its state does not allow this"}},
    outcome_row{errc::stale_version, {409, "stale_version", "It changed since you saw it"}},
    outcome_row{errc::lease_held_by_other, {409, "lease_held_by_other", "Somebody else works on it"}},
    outcome_row{errc::gone, {410, "gone", "Erased; nothing is stored under this id again"}},
    outcome_row{errc::comments_closed, {409, "comments_closed", "Comments are closed"}},
    outcome_row{errc::invalid_ruleset, {422, "invalid_ruleset", "The ruleset is refused"}},
    outcome_row{errc::idempotency_key_reused,
                {422, "idempotency_key_reused", "The Idempotency-Key came with another request"}},
    outcome_row{errc::unauthenticated, {401, "unauthenticated", "A valid key is needed"}},
    outcome_row{errc::forbidden, {403, "forbidden", "The key may not do this"}},
    outcome_row{errc::overloaded, {503, "overloaded", "Too much waits already", true}},
    outcome_row{errc::unavailable, {503, "unavailable", "Not available right now", true}},
    outcome_row{errc::deadline_exceeded, {503, "deadline_exceeded", "It took too long", true}},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        if (static_cast<std::size_t>(outcomes[i].outcome) != i) return false;
    return outcomes.size() == static_cast<std::size_t>(errc::deadline_exceeded) + 1;
}
static_assert(in_order(), "one row for every errc, in the order of the enumeration");

constexpr std::array refusals = {
    row{400, "bad_request", "Not an HTTP request that can be served"},
    row{404, "no_such_route", "There is nothing at this path"},
    row{405, "method_not_allowed", "The path does not take this method"},
    row{431, "headers_too_large", "The header is over the limit"},
    row{500, "internal", "An internal error"},
};

problem shown(const row& r, std::string detail, std::string field) {
    return {.status = r.status,
            .code = r.code,
            .title = r.title,
            .detail = std::move(detail),
            .field = std::move(field),
            .retryable = r.retryable};
}

} // namespace

problem to_problem(const domain::error& e) {
    return shown(outcomes.at(static_cast<std::size_t>(e.code)).shown, e.detail, e.field);
}

problem to_problem(refusal why, std::string detail) {
    return shown(refusals.at(static_cast<std::size_t>(why)), std::move(detail), {});
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
    if (p.status != 503) return std::nullopt;
    return 1;
}

} // namespace greffe::http
