// Outcomes that a caller handles, as values. Every use case returns result<T>; infrastructure failures are
// exceptions and never come through here. http/problem.cpp holds the one table from errc to HTTP status and
// public code.
#pragma once
#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace greffe::domain {

enum class errc {
    invalid_field,           ///< a value breaks its contract; `field` names it
    malformed,               ///< the text is not JSON, or not the JSON that is expected
    too_large,               ///< over a limit; `detail` says which
    not_found,               ///< no such object, or another site's
    unknown_site,            ///< 409, retryable: the site may be created yet
    unknown_article,         ///< 409, retryable: the article may come later
    unknown_parent,          ///< 409, retryable: the parent may come later
    parent_in_other_article, ///< the parent exists, in another thread
    already_exists,          ///< the natural key is taken by another content
    already_in_target_state, ///< the transition leads where the thing is already
    invalid_transition,      ///< the state machine has no such edge
    stale_version,           ///< decided on a version that is no longer the newest
    lease_held_by_other,     ///< somebody else works on the case
    gone,                    ///< erased; nothing is stored under this id again
    cursor_expired,          ///< what the cursor stood before is kept no more; `detail` says what to do
    comments_closed,         ///< the moderation mode is closed
    invalid_ruleset,         ///< diagnostics in `detail`
    idempotency_key_reused,  ///< the same key with another request
    unauthenticated,         ///< no key, or an unknown or revoked one
    forbidden,               ///< the key's role may not do this
    rate_limited,            ///< too many requests of this client: 429 with Retry-After
    overloaded,              ///< a queue is full: 503 with Retry-After
    unavailable,             ///< the database is away, or the server drains: 503 with Retry-After
    deadline_exceeded,       ///< waited as long as it may: 503 with Retry-After
};

/// The stable public code: the enumerator's name.
std::string_view to_string(errc code);
/// The same request may succeed later: what it needs may come, or the trouble pass.
bool is_retryable(errc code);

struct error {
    errc code;
    std::string field;  ///< the offending field's name (JSON pointer without the first slash), or empty
    std::string detail; ///< one sentence for the person who reads the response
};

template <class T>
using result = boost::system::result<T, error>;

inline error fail(errc code, std::string field = {}, std::string detail = {}) {
    return {code, std::move(field), std::move(detail)};
}

/// Called by result::value() on an error: asking for a value that is not there is a bug.
[[noreturn]] inline void throw_exception_from_error(const error& e, const boost::source_location&) {
    throw std::logic_error("value() on an error: " + e.field + " " + e.detail);
}

} // namespace greffe::domain
