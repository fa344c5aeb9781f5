// Infrastructure failures that a store may throw through any port. They are no outcomes: nobody handles them
// but the session, which answers 503 with Retry-After and no detail.
#pragma once
#include <stdexcept>

namespace greffe::service::ports {

/// The database is away, or went away in the middle: nothing is known of the call's effect; a retry is safe
/// with a natural key or an Idempotency-Key.
struct store_unavailable : std::runtime_error {
    using runtime_error::runtime_error;
};

/// Too much waits already; nothing was begun.
struct store_overloaded : std::runtime_error {
    using runtime_error::runtime_error;
};

/// The database refused what should have been fine: a defect of the server, of this one request alone.
/// Answered 500.
struct store_refused : std::runtime_error {
    using runtime_error::runtime_error;
};

} // namespace greffe::service::ports
