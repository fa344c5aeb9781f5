// Where a hunt's batch is written: the batch itself, the comments that it held, and their being set free
// again. A call of hold or release is one transaction that locks threads, comments and cases in the order
// that everyone locks in. The calls block; a writer has a connection of its own and belongs to one thread.
// Implemented in store/. Failures: failure.hpp.
#pragma once
#include "rules/engine/verdict.hpp"
#include "server/domain/error.hpp"
#include "server/service/ports/audit.hpp"
#include "server/service/ports/review_store.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace greffe::service::ports {

struct hunted_case {
    review_change change;
    std::int64_t version = 1; ///< of the case, then
    bool opened = true;       ///< it was closed, or there was none
    std::vector<rules::rule_match> matches;
};
/// Of the n-th that was found. Pure but for the fresh ids and salts it takes; called again when the
/// transaction had to be repeated. Nullopt: it is not to be held any more.
using hunt_step = std::function<std::optional<hunted_case>(const locked_rows& known, std::size_t found)>;

struct held_by_hunt {
    domain::comment_id comment;
    int revision = 1;
    std::int64_t case_version = 1;
    bool opened = true;
};
/// Nullopt: somebody has touched it since; it is left alone.
using release_step =
    std::function<std::optional<review_change>(const locked_rows& known, const held_by_hunt& what)>;

struct released {
    std::int64_t undone = 0;
    std::int64_t left = 0;
    bool more = false;
};

struct hunt_summary {
    domain::uuid id;
    domain::key_id begun_by;
    domain::timestamp begun_at;
    std::optional<domain::timestamp> undone_at;
    std::int64_t held = 0;
    std::int64_t undone = 0;
    std::int64_t left = 0; ///< alone, when it was undone
};

class hunt_writer {
  public:
    virtual ~hunt_writer() = default;
    /// Holds what `step` says of these comments, each once in a batch; answers how many. An undone batch
    /// holds nothing more.
    virtual std::int64_t hold(std::span<const domain::comment_id> found, const hunt_step& step) = 0;
    /// Up to `most` of the batch that are neither undone nor left alone.
    virtual released release(int most, const release_step& step) = 0;
};

class hunt_store {
  public:
    virtual ~hunt_store() = default;
    /// The batch is there afterwards; the same one again goes on with it. Errors: already_exists (with
    /// another ruleset), invalid_transition (it was undone).
    virtual domain::result<void> begin(domain::site_id site, domain::uuid hunt, const std::string& ruleset,
                                       const audit_entry& by) = 0;
    /// Marks it as undone; again: nothing. Errors: not_found.
    virtual domain::result<void> begin_undo(domain::site_id site, domain::uuid hunt,
                                            const audit_entry& by) = 0;
    virtual std::unique_ptr<hunt_writer> open(domain::site_id site, domain::uuid hunt) = 0;
    /// The newest hundred, newest first.
    virtual boost::asio::awaitable<std::vector<hunt_summary>> list(domain::site_id site) = 0;
};

} // namespace greffe::service::ports
