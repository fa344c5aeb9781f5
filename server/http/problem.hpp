// What a client is told when something is refused: RFC 9457 problem+json with a stable code. The one table
// from errc to HTTP status and public code is in problem.cpp; clients may rely on `code` and `retryable`, not
// on the sentences. Pure.
#pragma once
#include "server/domain/error.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace greffe::http {

struct problem {
    unsigned status = 500;
    std::string code;            ///< stable: "unknown_article"
    std::string title;           ///< of the code, always the same
    std::string detail;          ///< one sentence about this request; may be empty
    std::string field;           ///< the offending field; may be empty
    bool retryable = false;      ///< the same request may succeed later
    int wait_seconds = 1;        ///< until another try, of a 429 or 503
    boost::json::object extra{}; ///< further members, such as a ruleset's diagnostics
};

problem to_problem(const domain::error& e);

/// Refusals that only HTTP knows.
enum class refusal { bad_request, no_such_route, method_not_allowed, too_slow, headers_too_large, internal };
problem to_problem(refusal why, std::string detail = {});

/// The body of the answer; `request_id` lets a person find the log line.
boost::json::object render(const problem& p, std::string_view request_id);

/// Seconds after which a 429 or 503 is worth another try; nullopt: no Retry-After header.
std::optional<int> retry_after(const problem& p);

} // namespace greffe::http
