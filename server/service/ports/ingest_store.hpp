// The door between the use case that takes comments in and the store that writes them in batches. A batch is
// one transaction: the store resolves natural keys, locks threads, comments and cases in that order, reads
// the facts below and calls the judge; the judge (service/judge_batch.hpp) is pure and answers the rows to
// write and one outcome an item. Values only, but for the two functions at the end.
#pragma once
#include "rules/engine/ruleset.hpp"
#include "server/domain/article.hpp"
#include "server/domain/case_state.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/event_row.hpp"
#include "server/service/ports/failure.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace greffe::service::ports {

// ---- what is asked
// -------------------------------------------------------------------------------------------------

struct submission {
    std::string article_external_id;
    domain::new_comment comment;
};
struct edition {
    domain::comment_edit edit;
    domain::screening screen = domain::screening::live;
};
struct removal {};

/// What the site's rules found in the text before the item was queued; empty for removals and for history.
struct screening_result {
    std::shared_ptr<const active_ruleset> by; ///< null: the site had no ruleset, everything is published
    rules::scan_result scan;                  ///< meaningless when `by` or `by->rules` is null
};

struct ingest_item {
    domain::site_id site;
    std::string external_id; ///< of the comment
    std::variant<submission, edition, removal> asks;
    screening_result screened;
};
/// Roughly what the item holds, for the limits of queues and batches.
std::size_t size_in_bytes(const ingest_item& item);

// ---- what is known, read under the locks
// ---------------------------------------------------------------------------

using external_key = std::pair<domain::site_id, std::string>;
using thread_key = std::pair<domain::site_id, domain::article_id>;

struct thread_facts {
    std::int64_t next_seq = 1;
    domain::article_state state = domain::article_state::open;
    domain::article_kind kind = domain::article_kind::article;
    std::string section;
    std::string title;
    std::vector<std::string> tags;
};

struct case_facts {
    domain::case_state state = domain::case_state::open;
    std::int64_t version = 1;
    domain::case_cause cause = domain::case_cause::hold; ///< what opened it last
    int priority = 0;
    int report_count = 0; ///< reports that wait for a decision
    domain::timestamp opened_at;
    std::optional<domain::lease> held;
    bool operator==(const case_facts&) const = default;
};

/// What never changes of a stored comment: enough to answer to it.
struct parent_facts {
    domain::comment_id id;
    domain::article_id article;
    domain::comment_id root;
};

struct comment_facts {
    domain::comment_id id;
    domain::article_id article;
    std::optional<domain::comment_id> parent;
    domain::comment_id root;
    domain::comment_status status = domain::comment_status::published;
    domain::author_claim author; ///< its name is that of the newest revision
    int revision = 1;
    std::optional<int> public_revision;
    std::string body;       ///< of the newest revision
    std::string first_body; ///< of revision 1: what a late retry of the submission carries
    std::optional<std::int64_t> newest_version; ///< the greatest source_version of all revisions
    std::optional<domain::timestamp>
        newest_edit; ///< the latest edited_at; the arrival, for an edit without one
    std::optional<case_facts> review;
};

struct batch_facts {
    std::map<external_key, domain::article_id> articles; ///< those that submissions name
    std::map<thread_key, thread_facts> threads;     ///< of every article and comment that an item may change
    std::map<external_key, parent_facts> parents;   ///< those that submissions name
    std::map<external_key, comment_facts> comments; ///< those that items name
};

// ---- what is to be written
// -----------------------------------------------------------------------------------------

struct author_row {
    domain::site_id site;
    domain::author_id id; ///< when the author turns out to be new
    domain::author_presence presence = domain::author_presence::named;
    std::string natural_key;
};
struct comment_row {
    domain::site_id site;
    domain::comment_id id;
    domain::article_id article;
    std::string external_id;
    std::optional<domain::comment_id> parent;
    domain::comment_id root;
    domain::author_presence presence = domain::author_presence::anonymous;
    std::optional<std::string> author_key; ///< natural key of identified and named authors
    domain::posted_time posted;
    domain::timestamp received_at;
    domain::screening screen = domain::screening::live;
    domain::comment_status status = domain::comment_status::published;
    int revision = 1;
    std::optional<int> public_revision;
};
struct comment_change {
    domain::site_id site;
    domain::comment_id id;
    domain::comment_status status = domain::comment_status::published;
    int revision = 1;
    std::optional<int> public_revision;
};
struct revision_row {
    domain::site_id site;
    domain::comment_id comment;
    int revision = 1;
    std::string body;
    std::optional<std::string> pseudonym;
    std::optional<domain::timestamp> edited_at;
    std::optional<std::int64_t> source_version;
    domain::timestamp received_at;
};
struct address_row {
    domain::site_id site;
    domain::comment_id comment;
    std::string address;
    domain::timestamp received_at;
};
struct flag_row {
    domain::site_id site;
    domain::comment_id comment;
    int revision = 1;
    std::int64_t ruleset_version = 0;
    rules::rule_match match;
};
struct case_row {
    domain::site_id site;
    domain::comment_id comment;
    case_facts after;
};
struct thread_change {
    domain::site_id site;
    domain::article_id article;
    std::int64_t next_seq = 1;
    std::int64_t comments_added = 0;
    std::int64_t published_added = 0; ///< may be negative
};

struct judged_batch {
    std::vector<domain::result<submit_answer>> outcomes; ///< one an item, in order
    std::vector<author_row> authors;                     ///< sorted by key, each once
    std::vector<comment_row> comments;
    std::vector<comment_change> changes; ///< of comments that were stored before the batch
    std::vector<revision_row> revisions;
    std::vector<address_row> addresses;
    std::vector<flag_row> flags;
    std::vector<case_row> cases; ///< as they stand after the batch
    std::vector<event_row> events;
    std::vector<thread_change> threads;
};

/// Pure but for the fresh ids and salts it takes; may be called again for the same items after a rolled back
/// attempt.
using batch_judge =
    std::function<judged_batch(std::span<const ingest_item* const> items, const batch_facts& known)>;

/// Safe from any thread.
class ingest_store {
  public:
    virtual ~ingest_store() = default;
    /// Answers when the item's batch is committed and fsynced, or when the item is refused.
    /// Failures: store_overloaded (the queue is full, or the item waited too long: nothing was begun),
    /// store_unavailable.
    virtual boost::asio::awaitable<domain::result<submit_answer>> write(ingest_item item) = 0;
};

} // namespace greffe::service::ports
