// Takes comments in: submissions, edits, deletions. Text is checked by the site's limits and scanned by its
// rules on the caller's executor; the rest happens in the batch writer (ports/ingest_store.hpp) whose
// transaction calls back judge_batch, where it is written which submission or edit is new, repeated or late.
// An answer means committed and fsynced. A full queue, a wait too long and a database that is away are the
// exceptions of ports/failure.hpp. Thread-safe.
#pragma once
#include "server/domain/comment.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/ingest_store.hpp"
#include "server/service/ruleset_registry.hpp"
#include "server/service/settings_registry.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

class ingest_comments {
  public:
    ingest_comments(ports::ingest_store& store, const ruleset_registry& rulesets,
                    const settings_registry& settings, environment env);

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
    /// By its author or the publisher. An open case becomes moot. Deleted already: unchanged; an older
    /// source_version than what is stored: superseded. Errors: not_found, gone.
    boost::asio::awaitable<domain::result<submit_answer>>
    remove(domain::site_id site, std::string external_id,
           std::optional<std::int64_t> source_version = std::nullopt,
           domain::screening screen = domain::screening::live);
    /// A comment of history with all that is told of its past; `comment.screen` is history. What is stored
    /// already is unchanged, what is new of it is added. Errors as of submit.
    boost::asio::awaitable<domain::result<submit_answer>> observe(domain::site_id site,
                                                                  std::string article_external_id,
                                                                  domain::new_comment comment,
                                                                  domain::observed_parts parts);
    /// What history tells of a comment that is stored. Errors: not_found, invalid_field, gone.
    boost::asio::awaitable<domain::result<submit_answer>>
    observe(domain::site_id site, std::string external_id, domain::observed_parts parts);

  private:
    domain::result<void> check_parts(const domain::observed_parts& parts) const;
    bool lists_authors(domain::site_id site) const;
    ports::screening_result scan(domain::site_id site, const rules::comment_text& text) const;

    ports::ingest_store& store_;
    const ruleset_registry& rulesets_;
    const settings_registry& settings_;
    environment env_;
};

} // namespace greffe::service
