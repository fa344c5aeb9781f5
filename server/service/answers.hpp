// What the use cases answer, as values: http turns them into JSON, idempotency keeps them. Enumerations
// appear by their public names in JSON.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/case_state.hpp"
#include "server/domain/comment.hpp"
#include "server/domain/report.hpp"
#include "server/domain/role.hpp"
#include "server/domain/site_settings.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace greffe::service {

/// One piece of matched text, [begin, end) in bytes of the field's original text.
struct span_view {
    std::string field; ///< "body" | "name"
    std::size_t begin = 0;
    std::size_t end = 0;
};

struct flag_view {
    std::string rule;
    std::int64_t ruleset_version = 0;
    bool live = true;
    std::string action; ///< publish | flag | hold | reject
    int score = 0;
    std::optional<std::string> policy;
    int revision = 1;
    std::vector<span_view> spans;
};

/// The verdict on one revision, as told to the publisher.
struct verdict_view {
    std::string action; ///< publish | flag | hold | reject
    int score = 0;
    std::int64_t ruleset_version = 0; ///< 0: the site has no ruleset
    std::optional<std::string> policy;
    std::optional<std::string> reason; ///< "undecided" when the engine could not decide
    std::vector<std::string> rules;    ///< live rules that matched
};

enum class submit_effect { created, unchanged, revised, superseded, deleted };

/// Answer to a submission, an edit or a deletion.
struct submit_answer {
    submit_effect effect = submit_effect::created;
    domain::comment_id id;
    std::string external_id;
    int revision = 1;
    domain::comment_status status = domain::comment_status::published;
    std::optional<verdict_view> verdict; ///< of this call; absent on history, unchanged, superseded, deleted
};

struct article_answer {
    domain::article_id id;
    std::string external_id;
    int revision = 1;
    bool created = false;
    bool revised = false; ///< created, or a new content
};

struct article_view {
    domain::article_id id;
    domain::site_id site;
    std::string external_id;
    domain::article_state state = domain::article_state::open;
    int revision = 1;
    domain::article_content content;
    std::int64_t comment_count = 0;
    std::int64_t published_count = 0;
    std::optional<domain::article_id> merged_into; ///< it is reached there
    std::vector<std::string> aliases;              ///< external ids of those that were merged into it
};

/// A comment that went to another article, with all below it.
struct move_answer {
    domain::comment_id comment;
    domain::article_id from;
    domain::article_id to;
    std::int64_t moved = 0; ///< comments; 0: it was there already
};

struct merge_answer {
    domain::article_id merged;
    domain::article_id into;
    std::string external_id; ///< of the article that all reach now
    std::int64_t moved = 0;  ///< comments
    bool unchanged = false;  ///< they were one already
};

/// A comment as its publisher, a moderator or an archivist sees it. No address, no reader.
struct comment_view {
    domain::comment_id id;
    domain::site_id site;
    domain::article_id article;
    std::string external_id;
    std::optional<domain::comment_id> parent;
    domain::comment_id root;
    domain::author_presence author_presence = domain::author_presence::anonymous;
    std::optional<domain::author_id> author;
    std::optional<std::string> author_name;
    domain::posted_time posted;
    domain::timestamp received_at;
    domain::screening screen = domain::screening::live;
    domain::comment_status status = domain::comment_status::published;
    int revision = 1;
    std::string body; ///< of `revision`
};

/// A comment as the public sees it; a hidden one that has visible replies is a tombstone: no body, no author.
struct public_comment {
    domain::comment_id id;
    std::string external_id;
    std::optional<domain::comment_id> parent;
    domain::comment_id root;
    bool tombstone = false;
    std::optional<std::string> author_name;
    domain::timestamp posted_at;
    std::string body;
    bool edited = false;
};

/// Of the roots of a thread; replies stand below their root, the oldest first, in both.
enum class thread_sort { oldest, newest };
std::string_view to_string(thread_sort sort);
std::optional<thread_sort> parse_thread_sort(std::string_view text);

struct thread_view {
    domain::article_id article;
    domain::article_state state = domain::article_state::open;
    std::int64_t published_count = 0;
    std::vector<public_comment> comments; ///< roots by (posted_at, id), each followed by its replies likewise
    std::optional<std::string> next;
};

struct report_answer {
    domain::report_id receipt;
    domain::report_outcome outcome = domain::report_outcome::pending;
    domain::timestamp received_at;
    bool duplicate = false; ///< this reader had reported this revision: the first receipt
};

/// A case as it stands in the queue.
struct case_summary {
    domain::comment_id id;
    domain::site_id site;
    std::string site_name;
    domain::article_id article;
    std::string article_title;
    std::string external_id; ///< of the comment
    domain::case_state state = domain::case_state::open;
    domain::case_cause cause = domain::case_cause::hold;
    std::int64_t version = 1;
    int priority = 0;
    int report_count = 0;
    domain::timestamp opened_at;
    std::optional<domain::timestamp> deadline{}; ///< by when a person must look
    bool deadline_missed = false;                ///< and nobody did: what the policy says then has happened
    std::optional<domain::timestamp> leased_until;
    bool leased_by_me = false;
    domain::comment_status status = domain::comment_status::held;
    std::string excerpt; ///< the body's first 200 characters
};

/// What one of the site's rules for reports said of a report.
struct report_flag_view {
    std::string rule;
    std::int64_t ruleset_version = 0;
    bool live = true; ///< else shadow: nothing was done
    int priority = 0;
    bool escalate = false;
    bool hide = false;
    bool discount = false;
    bool throttled = false; ///< a cap or a guard held it back: nothing was done
    std::vector<span_view> spans;
};

struct report_view {
    domain::report_id id;
    domain::report_kind kind = domain::report_kind::charter;
    std::string reason;
    std::string text;
    int revision = 1;
    domain::timestamp received_at;
    domain::report_outcome outcome = domain::report_outcome::pending;
    std::optional<int> weight{}; ///< in hundredths; absent: of history, or before reports had one
    std::vector<report_flag_view> rules{};
};

struct decision_view {
    domain::decision_id id;
    domain::decision_action action = domain::decision_action::approve;
    std::string reason;
    std::string note;
    std::optional<std::string> policy;
    int revision = 1;
    domain::key_id decider;
    std::optional<std::string> observed_decider{}; ///< of history, where the decider is no key of ours
    domain::timestamp decided_at;
    domain::comment_status status_before = domain::comment_status::held;
    domain::comment_status status_after = domain::comment_status::published;
};

struct revision_view {
    int revision = 1;
    std::string body;
    std::optional<std::string> pseudonym;
    std::optional<domain::timestamp> edited_at;
    std::optional<std::int64_t> source_version;
    domain::timestamp received_at;
};

/// All a moderator needs on one page.
struct case_view {
    case_summary summary;
    article_view article;
    comment_view comment;
    std::vector<revision_view> revisions;
    std::optional<comment_view> parent;
    std::vector<comment_view>
        around; ///< up to three before and three after in thread order, the comment left out
    std::vector<flag_view> flags;
    std::vector<report_view> reports;
    std::vector<decision_view> decisions; ///< oldest first
};

struct claim_answer {
    std::vector<case_summary> cases;
    domain::timestamp leased_until;
};

struct decision_answer {
    domain::decision_id id;
    domain::comment_id comment;
    domain::decision_action action = domain::decision_action::approve;
    domain::comment_status status = domain::comment_status::published;
    domain::case_state state = domain::case_state::closed;
    std::int64_t version = 1; ///< of the case, after it
};

/// Where a case stands after claim, renew, release, escalate or an opening by hand.
struct case_answer {
    domain::comment_id id;
    domain::case_state state = domain::case_state::open;
    std::int64_t version = 1;
    std::optional<domain::timestamp> leased_until;
};

struct site_view {
    domain::site_id id;
    std::string name;
    std::shared_ptr<const domain::site_settings> settings = domain::default_settings(); ///< never null
    domain::timestamp created_at;
};

/// waiting: for a second person; replaced: it was active; lapsed: it waited, and another one became active.
enum class ruleset_state { active, waiting, replaced, lapsed };
std::string_view to_string(ruleset_state state);
std::optional<ruleset_state> parse_ruleset_state(std::string_view text);

/// A pack as a version of a ruleset was pushed with it.
struct pack_view {
    std::string name;
    std::string digest; ///< SHA-256, hexadecimal
    std::string source; ///< YAML; empty in a list
    bool operator==(const pack_view&) const = default;
};

struct approval_view {
    domain::key_id by;
    std::string approver; ///< the key's label
    domain::timestamp at;
    std::string note;
};

struct ruleset_view {
    std::int64_t version = 0;
    std::string source; ///< YAML as pushed; empty in a list
    domain::key_id pushed_by;
    std::string author; ///< the key's label
    std::string note;
    domain::timestamp pushed_at;
    ruleset_state state = ruleset_state::replaced;
    std::optional<std::int64_t> base{};     ///< what was active when it was pushed
    std::optional<std::int64_t> restores{}; ///< the version that it brings back
    std::optional<approval_view> approved{};
    /// Absent: it was pushed before packs were kept, and is compiled with those that ship.
    std::optional<std::vector<pack_view>> packs{};

    bool active() const { return state == ruleset_state::active; }
};

struct key_view {
    domain::key_id id;
    domain::role acting_as = domain::role::reporter;
    std::optional<domain::site_id> site;
    std::string label;
    domain::timestamp created_at;
    std::optional<domain::timestamp> revoked_at;
};

} // namespace greffe::service
