// The door between the use case that takes comments in and the store that writes them in batches. A batch is
// one transaction: the store resolves natural keys, locks threads, comments and cases in that order, reads
// the facts below and calls the judge; the judge (service/judge_batch.hpp) is pure and answers the rows to
// write and one outcome an item. Values only, but for the two functions at the end.
#pragma once
#include "rules/engine/fingerprint.hpp"
#include "rules/engine/ruleset.hpp"
#include "server/domain/article.hpp"
#include "server/domain/case_state.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/error.hpp"
#include "server/domain/site_settings.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/comment_marks.hpp"
#include "server/service/ports/event_row.hpp"
#include "server/service/ports/failure.hpp"
#include "server/service/ports/history_rows.hpp"
#include "server/service/ports/rule_caps.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
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
    std::optional<domain::observed_parts> parts{}; ///< of history only
};
struct edition {
    domain::comment_edit edit;
    domain::screening screen = domain::screening::live;
};
struct removal {
    std::optional<std::int64_t> source_version;
    domain::screening screen = domain::screening::live;
};
/// What history tells of a comment that is stored.
struct testimony {
    domain::observed_parts parts;
};

/// What the site's rules found in the text before the item was queued; empty for removals and for history.
struct screening_result {
    std::shared_ptr<const active_ruleset> by; ///< null: the site had no ruleset, everything is published
    rules::scan_result scan;                  ///< meaningless when `by` or `by->rules` is null
    rules::fingerprint made{};                ///< what the ruleset counts and compares the text by
};

struct ingest_item {
    domain::site_id site;
    std::string external_id; ///< of the comment
    std::variant<submission, edition, removal, testimony> asks;
    screening_result screened;
    std::shared_ptr<const domain::site_settings>
        settings{}; ///< for the modes; null: none apply, as in history
    /// The site's rules ask what became of an author's comments: a new one is listed, in history too.
    bool lists_author = false;
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
    std::string external_id;
    std::string section;
    std::string title;
    std::vector<std::string> tags;
    std::optional<domain::timestamp> published_at{}; ///< of the article
};

struct case_facts {
    domain::case_state state = domain::case_state::open;
    std::int64_t version = 1;
    domain::case_cause cause = domain::case_cause::hold; ///< what opened it last
    int priority = 0;
    int report_count = 0; ///< reports that wait for a decision
    domain::timestamp opened_at;
    std::optional<domain::lease> held;
    std::optional<domain::case_deadline> deadline;
    bool operator==(const case_facts&) const = default;
};

/// What never changes of a stored comment: enough to answer to it.
struct parent_facts {
    domain::comment_id id;
    domain::article_id article;
    domain::comment_id root;
};

/// What is stored of a comment's past, for the question whether history tells anything new.
struct past_facts {
    struct revision {
        std::string body_hash; ///< SHA-256, hexadecimal
        std::optional<domain::timestamp> edited_at;
        std::optional<std::int64_t> source_version;
        bool operator==(const revision&) const = default;
    };
    std::vector<revision> revisions;
    std::set<domain::uuid> reports;
    std::set<std::pair<int, std::string>> reporters; ///< who reported which revision
    std::set<domain::uuid> decisions;
};

/// A deletion that a newer version may take back.
struct removal_facts {
    domain::comment_status from = domain::comment_status::published; ///< the status before it
    std::optional<std::int64_t> version;
    bool operator==(const removal_facts&) const = default;
};

struct comment_facts {
    domain::comment_id id;
    domain::article_id article;
    std::optional<domain::article_id> moved_from; ///< where it was submitted, if it was moved since
    std::optional<domain::comment_id> parent;
    domain::comment_id root;
    domain::comment_status status = domain::comment_status::published;
    domain::author_claim author; ///< its name is that of the newest revision
    std::optional<std::string>
        author_key; ///< the natural key that its author is stored under, renamed or not
    int revision = 1;
    std::optional<int> public_revision;
    std::string body;       ///< of the newest revision
    std::string first_body; ///< of revision 1: what a late retry of the submission carries
    std::optional<std::int64_t> newest_version;   ///< the greatest source_version that came, deletions too
    std::optional<domain::timestamp> newest_edit; ///< the latest edited_at that came
    std::optional<removal_facts> removed;         ///< while the status is deleted
    std::optional<past_facts> past;               ///< read when an item of history names the comment
    bool marked = false;                          ///< something that it is counted by is stored
    std::optional<case_facts> review;
};

struct batch_facts {
    std::optional<domain::timestamp>
        now; ///< by the database's clock, for what runs out; absent: ours is good enough
    std::map<external_key, domain::article_id> articles; ///< those that submissions name
    std::map<thread_key, thread_facts> threads;     ///< of every article and comment that an item may change
    std::map<external_key, parent_facts> parents;   ///< those that submissions name
    std::map<external_key, comment_facts> comments; ///< those that items name
    std::map<domain::site_id, counted_site> counted{}; ///< sites whose rulesets ask of other comments
    told_marks told{};                                 ///< to every question that an item may come to ask
    std::vector<comment_marks> marked{}; ///< of those that items name; read when anything was asked
    cap_uses caps{};
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
    std::optional<std::int64_t> newest_version;
    std::optional<domain::timestamp> newest_edit;
    std::optional<removal_facts> removed;
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
    std::map<std::string, archive::salt> salts{}; ///< of the event that brought it
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
    std::vector<comment_change>
        changes; ///< after the inserts: of stored comments, and of new ones already deleted
    std::vector<revision_row> revisions;
    std::vector<address_row> addresses;
    std::vector<flag_row> flags;
    std::vector<case_row> cases; ///< as they stand after the batch
    std::vector<std::pair<domain::site_id, domain::comment_id>>
        moot_reports; ///< of deleted comments: those that waited are settled as neutral
    std::vector<event_row> events;
    std::vector<thread_change> threads;
    history_rows history;
    mark_rows marks;
    std::vector<cap_row> caps; ///< each rule once
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
