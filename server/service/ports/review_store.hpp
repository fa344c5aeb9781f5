// The door between the use cases of the review and their tables. A change is one transaction: the store finds
// the comment, locks its thread, itself and its case in that order, reads the facts below and calls a pure
// function of the service, which answers all that is to be written. Implemented in store/; safe from any
// thread. Failures: failure.hpp.
#pragma once
#include "server/archive/event.hpp"
#include "server/domain/case_state.hpp"
#include "server/domain/error.hpp"
#include "server/domain/report.hpp"
#include "server/service/answers.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/failure.hpp"
#include "server/service/ports/ingest_store.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace greffe::service::ports {

// ---- what is asked
// --------------------------------------------------------------------------------------------------

struct comment_by_external_id {
    domain::site_id site;
    std::string external_id;
};
struct comment_by_id {
    domain::comment_id id;
    std::optional<domain::site_id> within; ///< absent: of any site
};
using comment_reference = std::variant<comment_by_external_id, comment_by_id>;

/// A call that is to happen once: its answer is stored under (scope, who, key) in its own transaction.
struct once_key {
    domain::site_id scope; ///< the asking key's site; nil: a key of all sites
    domain::key_id who;
    std::string key;
    archive::digest fingerprint; ///< of the request
};

struct review_request {
    comment_reference comment;
    std::optional<once_key> once;
    std::optional<std::string> reader; ///< a report's: whose earlier report of the same revision is looked up
    std::optional<int> reported{};     ///< a report's: the revision that it names
    /// A report's: whose rules for reports are asked, so that what they need is read; null: there are none.
    std::shared_ptr<const active_ruleset> rules{};
};

struct claim_request {
    domain::key_id who;
    std::optional<domain::site_id> within;
    int count = 1;
    bool with_escalated = false;
    std::chrono::seconds length{0};
    std::optional<once_key> once;
};

// ---- what is known, read under the locks
// ----------------------------------------------------------------------------

struct review_case_row {
    domain::case_state state = domain::case_state::open;
    std::int64_t version = 1;
    domain::case_cause cause = domain::case_cause::hold;
    int priority = 0;
    int report_count = 0; ///< reports that wait for a decision
    domain::timestamp opened_at;
    std::optional<domain::lease> held;
    std::optional<domain::case_deadline> deadline{};
    bool operator==(const review_case_row&) const = default;
};

struct comment_state {
    domain::comment_status status = domain::comment_status::published;
    std::optional<int> public_revision;
    std::optional<int> immune_revision;
    bool operator==(const comment_state&) const = default;
};

/// What the rules for reports may ask of the comment and of the reports before this one: only what the
/// ruleset needs is read, the rest is as if there were none.
struct reported_facts {
    std::shared_ptr<const active_ruleset> by;
    std::string body; ///< of the revision that is reported, as the name
    std::optional<std::string> name;
    thread_facts article;
    domain::timestamp posted_at;
    bool author_known = false;
    std::optional<domain::timestamp> author_since{};
    std::optional<std::int64_t> author_published{}; ///< absent: not counted yet
    std::optional<std::int64_t> author_rejected{};
    std::int64_t reports = 0; ///< of this revision
    std::int64_t weight = 0;  ///< theirs, in hundredths
    bool approved = false;    ///< by a person, this revision
    /// Live rules that have moved the case's priority by a report that waits, and by how much.
    std::map<std::string, int> raised{};
    std::vector<std::string> capped{}; ///< rules whose daily cap is spent
};

struct locked_rows {
    domain::site_id site;
    domain::article_id article;
    domain::comment_id comment;
    int revision = 1;
    comment_state state;
    std::optional<review_case_row> review;
    std::int64_t next_seq = 1;
    domain::timestamp now; ///< the database's clock, read after the last lock
    struct last_decision {
        domain::decision_action action;
        domain::timestamp at;
    };
    std::optional<last_decision> decided;
    std::optional<report_answer> reported_before; ///< by the request's reader, on the revision readers see
    std::optional<double> standing{};             ///< of the request's reader; absent: unknown
    int discounted = 0;                           ///< of the reports that wait: they weigh nothing
    std::int64_t weighing = 0;                    ///< what the reports that wait weigh, in hundredths: of the
                                                  ///< revision that is reported
    std::optional<reported_facts> asked{};        ///< of a request with rules, and a revision that is stored
};

/// The revision that readers see, and so report: the public one, or the newest when none was public; unless
/// they say which one they saw.
inline int reported_revision(const locked_rows& known, const std::optional<int>& named = std::nullopt) {
    return named.value_or(known.state.public_revision.value_or(known.revision));
}

// ---- what is to be written
// ------------------------------------------------------------------------------------------

struct review_event {
    std::string kind;
    archive::sealed_event sealed; ///< with seq next_seq, next_seq + 1 … in order
};

struct review_report_row {
    domain::report_id id;
    domain::uuid fresh_reader; ///< the reader's random key, if this is the first report of that reader
    int revision = 1;
    domain::report_outcome outcome = domain::report_outcome::pending;
    domain::new_report report;
    int weight = 0; ///< in hundredths
    std::int64_t ruleset_version = 0;
    std::vector<rules::rule_match> matches{}; ///< what rules said of it
};

struct review_change {
    boost::json::object answer; ///< what the caller gets, and every retry under the same once_key
    std::optional<comment_state> comment;
    std::optional<review_case_row> review;
    std::optional<review_report_row> report;
    std::optional<decision_view> decision;
    std::optional<domain::report_outcome> pending_reports; ///< the outcome of all that were pending
    std::vector<review_event> events;
};

/// Pure but for the fresh ids and salts it takes; called again when the transaction had to be repeated.
using review_step = std::function<domain::result<review_change>(const locked_rows&)>;

class review_store {
  public:
    virtual ~review_store() = default;

    /// An error of `step` rolls everything back, the once_key too. Errors: not_found, idempotency_key_reused,
    /// step's.
    virtual boost::asio::awaitable<domain::result<boost::json::object>> change(review_request request,
                                                                               review_step step) = 0;
    /// Leases unclosed cases that nobody holds, best first, skipping those that another transaction works on.
    /// Errors: idempotency_key_reused.
    virtual boost::asio::awaitable<domain::result<boost::json::object>>
    claim(claim_request request, std::function<boost::json::object(const claim_answer&)> to_answer) = 0;

    virtual boost::asio::awaitable<std::optional<report_answer>>
    receipt(domain::report_id id, std::optional<domain::site_id> within) = 0;
    /// Unclosed cases by (priority desc, opened_at, id). `who` is for leased_by_me. Errors: invalid_field
    /// (cursor).
    virtual boost::asio::awaitable<domain::result<page<case_summary>>>
    queue(domain::key_id who, std::optional<domain::site_id> within, page_request request) = 0;
    /// In one snapshot, by a number of queries that does not depend on the size of the thread.
    virtual boost::asio::awaitable<std::optional<case_view>> show(domain::key_id who, domain::comment_id id,
                                                                  std::optional<domain::site_id> within) = 0;
};

} // namespace greffe::service::ports
