#include "admin-cli/problem.hpp"

#include "admin-cli/json_fields.hpp"
#include "admin-cli/terminal_text.hpp"

#include <array>

namespace greffe::cli {

namespace {

struct advice_row {
    std::string_view code;
    std::string_view text;
};

constexpr std::array advices{
    advice_row{"unauthenticated", "set a valid key: export GREFFE_KEY=grf_… (a revoked key works nowhere)"},
    advice_row{"forbidden",
               "use a key whose role may do this; `greffe key list` shows roles, an admin creates keys"},
    advice_row{"not_found", "check the id, the site's name and that the key may see this site"},
    advice_row{"unknown_site", "create it first: greffe site create NAME"},
    advice_row{"unknown_article", "send the article first, then the same thing again"},
    advice_row{"unknown_parent", "send the parent first, then the same thing again"},
    advice_row{"stale_version",
               "somebody changed it: look again with `greffe case show ID`, then decide with its version"},
    advice_row{"stale_version/base",
               "somebody pushed meanwhile: look with `greffe rules diff FILE`, then push again"},
    advice_row{"invalid_transition/version", "see `greffe rules history` for where each version stands"},
    advice_row{"lease_held_by_other",
               "take another case with `greffe case claim`, or wait until the lease runs out"},
    advice_row{"invalid_transition", "look at its state with `greffe case show ID`"},
    advice_row{"already_in_target_state", "nothing to do"},
    advice_row{"invalid_ruleset", "correct it and try `greffe rules check FILE` until it is silent"},
    advice_row{"overloaded", "try again in a moment"},
    advice_row{"unavailable",
               "try again in a moment; an operator finds the reason under /readyz and in the server's log"},
    advice_row{"deadline_exceeded", "try again in a moment"},
    advice_row{"internal", "tell the operator the request id"},
    advice_row{"no_such_route", "is this a Greffe server, and as new as this program?"},
};

} // namespace

std::string_view advice(std::string_view code) {
    for (const auto& row : advices)
        if (row.code == code) return row.text;
    return {};
}

std::string explain(const boost::json::object& problem) {
    const auto code = text_at(problem, "code");
    const auto title = text_at(problem, "title");
    const auto detail = text_at(problem, "detail");
    std::string out = "refused: " + one_line(title.empty() ? "the server refused this" : title);
    if (!detail.empty()) out += ": " + one_line(detail);
    std::string beside;
    const auto mention = [&](std::string_view name, const std::string& value) {
        if (value.empty()) return;
        beside.append(beside.empty() ? "" : "; ").append(name).append(": ").append(one_line(value));
    };
    mention("field", text_at(problem, "field"));
    mention("code", code);
    if (code == "internal") mention("request", text_at(problem, "request_id"));
    if (!beside.empty()) out += " (" + beside + ")";
    auto next = advice(code + "/" + text_at(problem, "field"));
    if (next.empty()) next = advice(code);
    if (!next.empty()) out.append("\n  next: ").append(next);
    return out;
}

} // namespace greffe::cli
