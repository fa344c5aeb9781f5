// The checks between the router and a handler, in this order: rate and key, role, reach, path, site, query,
// Idempotency-Key, body. Each answers what the route's row says; no handler checks any of it again.
#pragma once
#include "server/http/route.hpp"
#include "server/http/target.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/fields.hpp>

#include <string>
#include <utility>
#include <vector>

namespace greffe::http {

/// Before the body is read: fills `who`, `site`, `query`, and the key of `once`.
/// Errors: rate_limited (`wait_seconds` says for how long), unauthenticated, forbidden, not_found,
/// unknown_site, invalid_field.
boost::asio::awaitable<domain::result<void>> admit(call& c, const boost::beast::http::fields& headers,
                                                   std::vector<std::pair<std::string, std::string>> query);

/// A request that no route takes still counts for its address. Errors: rate_limited.
domain::result<void> count_stray(rate_limiter& rates, const limits& bounds, const platform::ip_address& from,
                                 int& wait_seconds);

/// With the body read: fills `json`, and the fingerprint of `once`. Errors: malformed, invalid_field.
domain::result<void> take_body(call& c, std::string_view method, std::string_view raw_target,
                               std::string body);

} // namespace greffe::http
