// Where rulesets are kept: immutable versions, numbered from 1 in their site, one of them active. Implemented
// in store/; safe from any thread. Failures: see failure.hpp.
#pragma once
#include "rules/engine/packs.hpp"
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

struct new_ruleset {
    std::string source;
    std::vector<pack_view> packs; ///< with their sources, by name
    std::string note;
    std::optional<std::int64_t> base; ///< the active version that it was made against; absent: there is none
    std::optional<std::int64_t> restores{}; ///< the version that it brings back
    bool needs_approval = false;            ///< stored, but not made active
};

struct stored_push {
    std::int64_t version = 0; ///< the new one, or the one that says the same
    bool unchanged = false;   ///< the active version, or the one that waits, says the same
    bool waiting = false;     ///< for a second person
};

struct newer_ruleset {
    domain::site_id site;
    std::int64_t version = 0;
    std::string source;
    std::optional<rules::pack_texts> packs{}; ///< absent: those that ship
};

class ruleset_store {
  public:
    virtual ~ruleset_store() = default;
    /// Stores the next version, makes it active unless it needs approval, writes an audit row. Errors:
    /// not_found (site), stale_version (another version than `base` is active).
    virtual boost::asio::awaitable<domain::result<stored_push>> push(domain::site_id site, new_ruleset pushed,
                                                                     audit_entry by) = 0;
    /// Makes a version that waits active. Errors: not_found, already_in_target_state (it is active),
    /// invalid_transition (it does not wait), forbidden (who pushed it).
    virtual boost::asio::awaitable<domain::result<void>> approve(domain::site_id site, std::int64_t version,
                                                                 std::string note, audit_entry by) = 0;
    virtual boost::asio::awaitable<std::optional<ruleset_view>> active(domain::site_id site) = 0;
    virtual boost::asio::awaitable<std::optional<ruleset_view>> version(domain::site_id site,
                                                                        std::int64_t version) = 0;
    /// Newest first, without sources.
    virtual boost::asio::awaitable<std::vector<ruleset_view>> history(domain::site_id site) = 0;
    /// Every site's active version that is newer than the one in `held` (absent: 0), in one query.
    virtual boost::asio::awaitable<std::vector<newer_ruleset>>
    newer_than(std::map<domain::site_id, std::int64_t> held) = 0;
};

} // namespace greffe::service::ports
