// Takes comments in: submissions, edits, deletions. Text is checked and scanned by the site's rules on the
// caller's executor; the rest happens in the batch writer (ports/ingest_store.hpp) whose transaction calls
// back judge_batch, where it is written which submission or edit is new, repeated or late. An answer means
// committed and fsynced. A full queue, a wait too long and a database that is away are the exceptions of
// ports/failure.hpp. Thread-safe.
#pragma once
#include "server/domain/comment.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/ingest_store.hpp"
#include "server/service/ruleset_registry.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

class ingest_comments {
  public:
    ingest_comments(ports::ingest_store& store, const ruleset_registry& rulesets, environment env,
                    domain::comment_limits limits = {});

    /// Errors: invalid_field, unknown_article, unknown_parent, parent_in_other_article, comments_closed,
    /// already_exists (the external_id has another body: edits go by PUT), gone, invalid_transition (a new
    /// body for a deleted comment).
    boost::asio::awaitable<domain::result<submit_answer>>
    submit(domain::site_id site, std::string article_external_id, domain::new_comment comment);
    /// A newer source_version or edited_at than the stored one: a new revision, screened again (in history:
    /// taken as it is); older: superseded; the same body and name: unchanged. Errors: not_found,
    /// invalid_field, gone, invalid_transition (deleted).
    boost::asio::awaitable<domain::result<submit_answer>>
    edit(domain::site_id site, std::string external_id, domain::comment_edit edit,
         domain::screening screen = domain::screening::live);
    /// By its author or the publisher. An open case becomes moot. Deleted already: unchanged. Errors:
    /// not_found, gone.
    boost::asio::awaitable<domain::result<submit_answer>> remove(domain::site_id site,
                                                                 std::string external_id);

  private:
    ports::screening_result scan(domain::site_id site, const rules::comment_text& text) const;

    ports::ingest_store& store_;
    const ruleset_registry& rulesets_;
    environment env_;
    domain::comment_limits limits_;
};

} // namespace greffe::service
