#include "server/domain/error.hpp"

#include "server/domain/names.hpp"

namespace greffe::domain {

namespace {

constexpr std::array code_names = {
    "invalid_field",       "malformed",
    "too_large",           "not_found",
    "unknown_site",        "unknown_article",
    "unknown_parent",      "parent_in_other_article",
    "already_exists",      "already_in_target_state",
    "invalid_transition",  "stale_version",
    "lease_held_by_other", "gone",
    "cursor_expired",      "comments_closed",
    "invalid_ruleset",     "idempotency_key_reused",
    "unauthenticated",     "forbidden",
    "rate_limited",        "overloaded",
    "unavailable",         "deadline_exceeded",
};
static_assert(code_names.size() == static_cast<std::size_t>(errc::deadline_exceeded) + 1);

constexpr std::array retryable = {errc::unknown_site,     errc::unknown_article, errc::unknown_parent,
                                  errc::rate_limited,     errc::overloaded,      errc::unavailable,
                                  errc::deadline_exceeded};

} // namespace

std::string_view to_string(errc code) {
    return name_of(code_names, code);
}
bool is_retryable(errc code) {
    return std::ranges::find(retryable, code) != retryable.end();
}

} // namespace greffe::domain
