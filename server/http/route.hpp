// One row of the API: everything that is known of a route before a request comes. The table is routes.cpp;
// the router, the checks before a handler, /openapi.yaml and the tests all read it. Values only.
#pragma once
#include "server/domain/role.hpp"
#include "server/http/call.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/verb.hpp>

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace greffe::http {

/// A set of roles. Empty: the route needs no key.
class role_set {
  public:
    constexpr role_set(std::initializer_list<domain::role> roles) {
        for (const domain::role r : roles) bits_ |= bit(r);
    }
    constexpr bool contains(domain::role r) const { return (bits_ & bit(r)) != 0; }
    constexpr bool empty() const { return bits_ == 0; }

  private:
    static constexpr std::uint32_t bit(domain::role r) { return 1u << static_cast<unsigned>(r); }
    std::uint32_t bits_ = 0;
};

/// What a key bound to a site reaches.
enum class reach {
    everyone,  ///< no key is asked for
    listed,    ///< the answer holds only what the key may see
    object,    ///< another site's object is 404
    all_sites, ///< only a key bound to no site; others are 403
};

enum class body_kind { none, json, optional_json, yaml, ndjson };

struct query_parameter {
    std::string_view name;
    std::string_view meaning;
    bool repeats = false; ///< may be given more than once
};

class exchange;
using handler = boost::asio::awaitable<domain::result<reply>> (*)(call&);
/// Reads the request's body and writes the answer itself, both as streams. An error only before the answer
/// has begun.
using streaming_handler = boost::asio::awaitable<domain::result<void>> (*)(call&, exchange&);

struct route {
    boost::beast::http::verb method;
    std::string_view path; ///< "/v1/sites/{site}/articles"
    role_set roles;
    reach reaches;
    std::variant<handler, streaming_handler> run;
    std::string_view summary;
    std::vector<unsigned> answers; ///< statuses besides those that every route has
    body_kind body = body_kind::none;
    std::size_t body_limit = 0; ///< bytes; for ndjson, of one line
    std::vector<query_parameter> query{};
    bool once = false; ///< takes an Idempotency-Key
    /// What its requests count against, beside the rate of their client.
    enum class load {
        database, ///< waits for a turn there
        light,    ///< waits for no connection of the pool, or long: writers' queue, news
        probe,    ///< a balancer's question: always answered, no rate either
    } counts_as = load::database;
    bool streams = false; ///< long, and may hold a file as long as its client is slow
};

} // namespace greffe::http
