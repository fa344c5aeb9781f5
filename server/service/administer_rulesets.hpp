// The life of a site's ruleset: check, push (immutable version), list; and refresh, which keeps this server's registry
// in step with the store. Thread-safe.
#pragma once
#include "rules/engine/diagnostic.hpp"
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/ruleset_store.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <variant>

namespace greffe::service {

struct push_answer {
    std::optional<std::int64_t> version;   ///< absent on a dry run or a refusal
    bool unchanged = false;                ///< the active ruleset has this very source
    rules::diagnostics found;              ///< errors: nothing was stored
};

class administer_rulesets {
  public:
    administer_rulesets(ports::ruleset_store& store, ruleset_registry& registry, environment env);

    /// Compiles and runs every example (on the calling executor: call it on a worker pool).
    rules::diagnostics check(std::string_view source) const;
    boost::asio::awaitable<domain::result<push_answer>> push(domain::principal who, domain::site_id site,
                                                             std::string source, std::string note, bool dry_run);
    boost::asio::awaitable<domain::result<ruleset_view>> active(domain::site_id site);
    /// Newest first, without sources.
    boost::asio::awaitable<domain::result<std::vector<ruleset_view>>> history(domain::site_id site);

    /// Loads and compiles what is newer in the store, then swaps. Called once a second; cheap when nothing changed.
    boost::asio::awaitable<void> refresh();

  private:
    ports::ruleset_store& store_;
    ruleset_registry& registry_;
    environment env_;
};

} // namespace greffe::service
