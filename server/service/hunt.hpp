// A ruleset applied to what is stored: what is published and would now be held or rejected is held, with a
// case, for a person to look at; what a person has approved is left alone. All that one hunt does is one
// batch: the same batch again goes on where it ended, whatever ended it, and undoing it publishes again what
// nobody has touched since. Calls block, as backtest's do. Thread-safe.
#pragma once
#include "server/domain/role.hpp"
#include "server/service/backtest.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/hunt_store.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

struct hunt_request {
    backtest_request rules;
    bool open = false; ///< false: only look what it would do
    domain::uuid batch;
};

struct hunt_outcome {
    backtest_outcome looked;
    std::int64_t found = 0;  ///< published, would be held
    std::int64_t left = 0;   ///< of them: a person has let them stand
    std::int64_t opened = 0; ///< cases, by this call
};

class hunt {
  public:
    hunt(backtest& looks, ports::hunt_store& store, environment env);

    /// Errors: as of backtest, already_exists (the batch, with another ruleset), invalid_transition (undone).
    domain::result<hunt_outcome> run(const domain::principal& who, const hunt_request& asked,
                                     const backtest_told& told, std::stop_token stop);
    /// Errors: not_found. Stopped half-way, the next call goes on. `told`: how many were set free.
    domain::result<ports::released> undo(const domain::principal& who, domain::site_id site,
                                         domain::uuid batch, const std::function<void(std::int64_t)>& told,
                                         std::stop_token stop);
    boost::asio::awaitable<std::vector<ports::hunt_summary>> list(domain::site_id site);

  private:
    ports::audit_entry audited(const domain::principal& who) const;

    backtest& looks_;
    ports::hunt_store& store_;
    environment env_;
};

} // namespace greffe::service
