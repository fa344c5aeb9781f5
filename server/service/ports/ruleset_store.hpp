// Where rulesets are kept: immutable versions, numbered from 1 in their site, one of them active. Implemented
// in store/; safe from any thread. Failures: see failure.hpp.
#pragma once
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/audit.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace greffe::service::ports {

struct stored_push {
    std::int64_t version = 0; ///< the new one, or the active one when nothing changed
    bool unchanged = false;   ///< the active version has this very source
};

struct newer_ruleset {
    domain::site_id site;
    std::int64_t version = 0;
    std::string source;
};

class ruleset_store {
  public:
    virtual ~ruleset_store() = default;
    /// Stores the next version, makes it active, writes an audit row. Errors: not_found (site).
    virtual boost::asio::awaitable<domain::result<stored_push>> push(domain::site_id site, std::string source,
                                                                     std::string note, audit_entry by) = 0;
    virtual boost::asio::awaitable<std::optional<ruleset_view>> active(domain::site_id site) = 0;
    /// Newest first, without sources.
    virtual boost::asio::awaitable<std::vector<ruleset_view>> history(domain::site_id site) = 0;
    /// Every site's active version that is newer than the one in `held` (absent: 0), in one query.
    virtual boost::asio::awaitable<std::vector<newer_ruleset>>
    newer_than(std::map<domain::site_id, std::int64_t> held) = 0;
};

} // namespace greffe::service::ports
