// A batch's rows while it is being judged, laid over the facts that were read: what an item changes, the next
// one sees. Rows hold the state after the whole batch; events stay one a change. Used by judge_batch alone.
// Not thread-safe.
#pragma once
#include "server/service/environment.hpp"
#include "server/service/ports/ingest_store.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <string>

namespace greffe::service {

/// By what an author is told apart within a site: identified by the site's id, named by the name, others by
/// nothing.
std::optional<std::string> natural_key(const domain::author_claim& author);
std::optional<ports::told_author> told_author_of(const domain::author_claim& author);

class batch_draft {
  public:
    batch_draft(const ports::batch_facts& known, const environment& env);

    /// The comment as it stands now, or null.
    ports::comment_facts* find(const ports::external_key& key);
    std::optional<ports::parent_facts> find_parent(const ports::external_key& key) const;
    /// Precondition: the thread's facts were read.
    const ports::thread_facts& thread(const ports::thread_key& key) const;
    std::optional<domain::article_id> article(const ports::external_key& key) const;

    ports::comment_facts& create(const ports::comment_row& row, const ports::comment_facts& facts);
    /// Writes down that the comment changed, `before` being its status until then (nullopt: it is new).
    void changed(const ports::external_key& key, std::optional<domain::comment_status> before);
    /// Writes down that nothing changed but what is known of versions.
    void noted(const ports::external_key& key);
    void add_author(const domain::author_claim& author, domain::site_id site);
    /// A new text of the comment, and the event that brings it, whose salts lie with the text. Precondition:
    /// the kind is submitted, edited or observed, d names the row's revision, and a body is among the fields:
    /// by these the salts are found again.
    void add_text(const ports::external_key& key, ports::revision_row row, std::string kind,
                  domain::timestamp at, boost::json::object codes, std::map<std::string, std::string> fields);
    /// Of this batch, in their order.
    const std::vector<ports::revision_row>& revisions() const { return rows_.revisions; }
    void add_address(ports::address_row row);
    void settle_reports(domain::site_id site, domain::comment_id of);
    void add_flags(const ports::external_key& key, std::int64_t ruleset_version,
                   const std::vector<rules::rule_match>& matches);
    /// Takes the next place in the comment's thread and seals the event; answers the place. Precondition: it
    /// brings no text.
    std::int64_t add_event(const ports::external_key& key, std::string kind, domain::timestamp at,
                           boost::json::object codes, std::map<std::string, std::string> fields);
    /// What history adds beside comments, revisions and events.
    ports::history_rows& history() { return rows_.history; }

    /// The rows of everything drafted; the draft is spent.
    ports::judged_batch finish();

  private:
    std::int64_t seal(const ports::external_key& key, std::string kind, domain::timestamp at,
                      boost::json::object codes, std::map<std::string, std::string> fields);

    struct drafted_comment {
        ports::comment_facts facts;
        std::optional<ports::comment_row> fresh; ///< inserted by this batch
        bool changed = false;
        bool noted = false;
        std::optional<ports::case_facts> review_before;
    };
    struct thread_progress {
        std::int64_t next_seq = 1;
        std::int64_t comments_added = 0;
        std::int64_t published_added = 0;
    };
    thread_progress& progress(const ports::thread_key& key);

    const ports::batch_facts& known_;
    const environment& env_;
    std::map<ports::external_key, drafted_comment> comments_;
    std::map<ports::thread_key, thread_progress> threads_;
    std::map<std::tuple<domain::site_id, domain::author_presence, std::string>, domain::author_id> authors_;
    ports::judged_batch rows_;
};

} // namespace greffe::service
