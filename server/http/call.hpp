// One request as a handler sees it: checked, authenticated, taken apart. Lives on the connection's strand for
// as long as the handler runs, also when the client has been answered before (deadline).
#pragma once
#include "server/domain/error.hpp"
#include "server/domain/role.hpp"
#include "server/http/allotment.hpp"
#include "server/http/limits.hpp"
#include "server/http/rate_limiter.hpp"
#include "server/http/reply.hpp"
#include "server/http/services.hpp"
#include "server/service/page.hpp"
#include "server/service/review_comments.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::http {

struct route;

struct call {
    const services& with;
    const route& matched;
    const limits& bounds;
    rate_limiter& rates;
    platform::ip_address from; ///< the client's, as far as it is known
    std::string request_id;
    std::map<std::string, std::string, std::less<>> path{};  ///< by the template's names
    std::string invalid_parameter{};                         ///< of the path: empty, or no text
    std::map<std::string, std::string, std::less<>> query{}; ///< only what the route names
    std::multimap<std::string, std::string, std::less<>>
        repeated{};                        ///< of the query: what may be given often
    std::vector<std::string> known_tags{}; ///< of If-None-Match
    domain::principal who{};               ///< nobody on a route without roles
    bool key_is_good = false;
    int wait_seconds = 1;                     ///< of a refusal: until another try
    std::optional<service::site_view> site{}; ///< of {site}
    std::string body{};
    boost::json::object json{}; ///< the body of a JSON route
    std::optional<service::idempotency> once{};
    std::function<bool()> draining{};                       ///< for streaming handlers: the server stops
    std::function<void(std::string_view)> internal_error{}; ///< likewise: into the log, with the request's id

    /// Whom limits count: the key, or the address.
    client_name client() const { return key_is_good ? client_name::of(who.key) : client_name::of(from); }
    const std::string& external_id() const { return path.at("external_id"); }
    std::optional<std::string> query_value(std::string_view name) const;
    /// `cursor` and `limit`. Errors: invalid_field.
    domain::result<service::page_request> page() const;
    /// The path's {id}; what is no UUID is an object that does not exist: not_found.
    template <class Id>
    domain::result<Id> id(std::string_view name = "id") const {
        if (const auto parsed = Id::parse(path.find(name)->second)) return *parsed;
        return domain::fail(domain::errc::not_found);
    }
    /// The optional site that a query parameter or a body's member names. Errors: not_found.
    boost::asio::awaitable<domain::result<std::optional<domain::site_id>>>
    named_site(std::optional<std::string> name) const;
};

} // namespace greffe::http
