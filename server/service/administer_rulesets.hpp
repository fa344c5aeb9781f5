// The life of a site's ruleset: check, push (immutable version), list; and refresh, which keeps this server's
// registry in step with the store. Compiling takes seconds: check, push and refresh compile on the executor
// that runs them, so they are started on a worker pool, never on an I/O thread. Thread-safe.
#pragma once
#include "rules/engine/diagnostic.hpp"
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/ruleset_store.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace greffe::service {

struct push_answer {
    std::optional<std::int64_t> version; ///< absent on a dry run or a refusal
    bool unchanged = false;              ///< the active ruleset has this very source
    rules::diagnostics found;            ///< errors: nothing was stored
};

class administer_rulesets {
  public:
    administer_rulesets(ports::ruleset_store& store, ruleset_registry& registry, environment env);

    /// Compiles and runs every example.
    rules::diagnostics check(std::string_view source) const;
    /// Compiles, runs every example, and only then stores the source as the next version and makes it the
    /// active one; this server runs it at once. Diagnostics are no error: see push_answer. Errors: not_found
    /// (site), too_large, invalid_field.
    boost::asio::awaitable<domain::result<push_answer>>
    push(domain::principal who, domain::site_id site, std::string source, std::string note, bool dry_run);
    /// Errors: not_found (the site has none).
    boost::asio::awaitable<domain::result<ruleset_view>> active(domain::site_id site);
    /// Newest first, without sources.
    boost::asio::awaitable<domain::result<std::vector<ruleset_view>>> history(domain::site_id site);

    /// Loads and compiles what is newer in the store, then swaps. Called once a second; cheap when nothing
    /// changed. What this server cannot compile is registered without rules, so that it is not ready
    /// (ruleset_registry::all_compiled).
    boost::asio::awaitable<void> refresh();

  private:
    void install(domain::site_id site, std::shared_ptr<const active_ruleset> with);

    std::mutex installing_;
    ports::ruleset_store& store_;
    ruleset_registry& registry_;
    environment env_;
};

} // namespace greffe::service
