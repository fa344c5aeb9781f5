// Reports, the queue, decisions: everything that changes a comment because a person said so. Each call is one
// transaction on a locked comment and case: pure transition, change and event together. Thread-safe.
#pragma once
#include "server/domain/case_state.hpp"
#include "server/domain/report.hpp"
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/review_store.hpp"
#include "server/service/settings_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace greffe::service {

/// An Idempotency-Key and the SHA-256 of the request it came with: a retry gets the first answer, another
/// request under the same key is idempotency_key_reused.
struct idempotency {
    std::string key;
    archive::digest fingerprint;
};

struct decide_request {
    domain::decision_action action = domain::decision_action::approve;
    std::string reason;
    std::string note;
    std::optional<std::string> policy;
    std::int64_t version = 0; ///< of the case, as the decider saw it
};

class review_comments {
  public:
    /// `rulesets`: whose rules for reports are asked; `settings`: what reports must weigh to hide a text.
    review_comments(ports::review_store& store, const ruleset_registry& rulesets,
                    const settings_registry& settings, environment env,
                    std::chrono::seconds lease_length = std::chrono::minutes{5});

    /// Joins or opens the comment's case, unless the revision is immune to charter reports. A reader's second
    /// report on a revision answers the first receipt. Errors: not_found, invalid_field, gone,
    /// invalid_transition (deleted comment).
    boost::asio::awaitable<domain::result<report_answer>> report(domain::principal who, domain::site_id site,
                                                                 std::string external_id,
                                                                 domain::new_report report,
                                                                 std::optional<idempotency> once);
    boost::asio::awaitable<domain::result<report_answer>> receipt(domain::principal who,
                                                                  domain::report_id id);

    /// A case by hand: a phone call, an order. Errors: not_found, gone, invalid_transition.
    boost::asio::awaitable<domain::result<case_answer>>
    open_case(domain::principal who, domain::site_id site, std::string external_id, std::string reason);

    /// Unclosed cases within what `who` may see: by priority, then oldest first.
    boost::asio::awaitable<domain::result<page<case_summary>>>
    queue(domain::principal who, std::optional<domain::site_id> site, page_request request);
    /// Up to `count` (1 to 50) open cases that nobody holds, for a supervisor or an admin escalated ones too,
    /// leased to `who`; two claims never get the same case.
    boost::asio::awaitable<domain::result<claim_answer>> claim(domain::principal who,
                                                               std::optional<domain::site_id> site, int count,
                                                               std::optional<idempotency> once);
    boost::asio::awaitable<domain::result<case_view>> show(domain::principal who, domain::comment_id id);
    /// Reasons are short codes of the site (review_checks.hpp), here and in open_case they may be empty.
    /// Errors of the next three: not_found, lease_held_by_other, invalid_transition (closed).
    boost::asio::awaitable<domain::result<case_answer>> renew(domain::principal who, domain::comment_id id);
    boost::asio::awaitable<domain::result<case_answer>> release(domain::principal who, domain::comment_id id);
    boost::asio::awaitable<domain::result<case_answer>> escalate(domain::principal who, domain::comment_id id,
                                                                 std::string reason);
    /// Errors: not_found, stale_version (detail says what changed), lease_held_by_other, invalid_transition,
    /// already_in_target_state, forbidden (an escalated case needs a supervisor or an admin),
    /// idempotency_key_reused.
    boost::asio::awaitable<domain::result<decision_answer>> decide(domain::principal who,
                                                                   domain::comment_id id,
                                                                   decide_request request,
                                                                   std::optional<idempotency> once);

  private:
    ports::review_store& store_;
    const ruleset_registry& rulesets_;
    const settings_registry& settings_;
    environment env_;
    std::chrono::seconds lease_length_;
};

} // namespace greffe::service
