// Reads the records of a thread's export (docs/archive-format.md, section 5) as what history observes. What
// is of the registry that wrote it - ids, its log, its cases - is passed over. As strict as the readers of
// records. Pure.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/error.hpp"
#include "server/domain/history.hpp"
#include "server/service/import_piece.hpp"
#include "server/service/ports/article_store.hpp"

namespace greffe::service {

struct article_seen {
    domain::article_content content;
    ports::observed_article of;
};
/// A line of type article in an import of history: an article with `received_at` and `state`.
domain::result<article_seen> read_observed_article(const boost::json::object& line);
/// A record article_revision; `state` is that of its article.
domain::result<article_seen> read_article_revision(const boost::json::object& record,
                                                   const std::string& state);

struct capture_seen {
    domain::capture observation;
    std::string sha512;
    std::int64_t size = 0;
    std::optional<domain::timestamp> received_at;
};
domain::result<capture_seen> read_capture_record(const boost::json::object& record);

struct comment_seen {
    domain::new_comment comment; ///< with its first revision's text
    domain::observed_parts parts;
};
/// A record comment and those of its revisions, flags, reports and decisions that follow it. Errors:
/// invalid_field; malformed (the export was cut among the comment's revisions).
domain::result<comment_seen> read_thread_comment(const import_piece& piece);

} // namespace greffe::service
