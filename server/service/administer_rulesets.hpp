// The life of a site's ruleset: check, push (an immutable version), approve, roll back, list; and refresh,
// which keeps this server's registry in step with the store. Compiling takes seconds: what does it compiles
// on the executor that runs it, so it is started on a worker pool, never on an I/O thread. Thread-safe.
#pragma once
#include "rules/engine/diagnostic.hpp"
#include "rules/engine/ruleset_changes.hpp"
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/ruleset_store.hpp"
#include "server/service/ruleset_registry.hpp"
#include "server/service/settings_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::service {

struct push_request {
    std::string source;
    std::string note{};
    bool dry_run = false;
    bool refuse_warnings = false;
    std::optional<std::int64_t> base{}; ///< only if this version is active (0: none); absent: whatever is
};

struct push_answer {
    std::optional<std::int64_t> version; ///< absent on a dry run or a refusal
    bool refused = false;                ///< errors, or warnings that nobody accepts: nothing was stored
    bool unchanged = false;              ///< the active version, or the one that waits, says the same
    bool waiting = false;                ///< stored, or to be stored, until a second person approves it
    std::optional<std::int64_t> against; ///< the active version that the changes are told of
    rules::ruleset_changes changes;
    rules::diagnostics found;
};

struct check_answer {
    rules::diagnostics found;
    std::optional<std::int64_t> against; ///< absent: the site has no ruleset
    rules::ruleset_changes changes;      ///< empty when there are errors
};

/// What became of a version that is taken up again.
struct version_answer {
    std::optional<std::int64_t> version; ///< that is active now; absent: this server can't compile it
    std::optional<std::int64_t> against; ///< that was active before
    rules::ruleset_changes changes;
    rules::diagnostics found;
};

struct changes_answer {
    std::optional<std::int64_t> from; ///< absent: nothing
    std::int64_t to = 0;
    rules::ruleset_changes changes;
};

class administer_rulesets {
  public:
    administer_rulesets(ports::ruleset_store& store, ruleset_registry& registry,
                        const settings_registry& settings, environment env);

    /// Compiles, in the site's time zone, runs every example, and tells what a push would change.
    boost::asio::awaitable<check_answer> check(domain::site_id site, std::string source);
    /// Compiles, runs every example, and only then stores the source with the packs that this build ships as
    /// the next version. It is the active one, here at once, unless it changes what live rules do and the
    /// site wants a second person's approval: then it waits. Diagnostics are no error: see push_answer.
    /// Errors: not_found (site), too_large, invalid_field, stale_version (another version than `base` is
    /// active).
    boost::asio::awaitable<domain::result<push_answer>> push(domain::principal who, domain::site_id site,
                                                             push_request asked);
    /// The second person's word on a version that waits: active, here at once. Errors: not_found,
    /// already_in_target_state, invalid_transition (it does not wait), forbidden (who pushed it),
    /// invalid_field.
    boost::asio::awaitable<domain::result<version_answer>>
    approve(domain::principal who, domain::site_id site, std::int64_t version, std::string note);
    /// Brings back a version that was active, source and packs, as the next version: without a second person,
    /// for it is the way out. Errors: not_found, already_in_target_state (the active version says the same),
    /// invalid_transition (it never was active), invalid_field, stale_version.
    boost::asio::awaitable<domain::result<version_answer>>
    roll_back(domain::principal who, domain::site_id site, std::int64_t version, std::string note);

    /// Errors: not_found (the site has none).
    boost::asio::awaitable<domain::result<ruleset_view>> active(domain::site_id site);
    /// Errors: not_found.
    boost::asio::awaitable<domain::result<ruleset_view>> version(domain::site_id site, std::int64_t version);
    /// Newest first, without sources.
    boost::asio::awaitable<domain::result<std::vector<ruleset_view>>> history(domain::site_id site);
    /// What `to` says otherwise than `from`; `from` absent: than the active one (0: than nothing). Errors:
    /// not_found.
    boost::asio::awaitable<domain::result<changes_answer>>
    changes(domain::site_id site, std::optional<std::int64_t> from, std::int64_t to);

    /// Loads and compiles what is newer in the store, or of a site whose time zone changed, then swaps.
    /// Called once a second; cheap when nothing changed. What this server cannot compile is registered
    /// without rules, so that it is not ready (ruleset_registry::all_compiled).
    boost::asio::awaitable<void> refresh();

  private:
    /// `zone`: that it was compiled in.
    void install(domain::site_id site, std::int64_t version, std::shared_ptr<const rules::ruleset> compiled,
                 std::string zone);

    std::mutex installing_;
    ports::ruleset_store& store_;
    ruleset_registry& registry_;
    const settings_registry& settings_;
    environment env_;
};

} // namespace greffe::service
