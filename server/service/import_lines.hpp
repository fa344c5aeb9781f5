// The pieces of an NDJSON import: lines {"type":"article"|"capture"|"comment"|"edit"|"delete", …}, of history
// also "report" and "decision"; and the records of a thread's export, of history only. Each is applied on its
// own, so that a bad one fails alone. The formats are those of docs/archive-format.md. Thread-safe.
#pragma once
#include "server/domain/comment.hpp"
#include "server/domain/error.hpp"
#include "server/service/import_piece.hpp"
#include "server/service/ingest_comments.hpp"
#include "server/service/register_articles.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace greffe::service {

class import_lines {
  public:
    import_lines(ingest_comments& comments, register_articles& articles);

    /// Never throws on bad input. The result of a line:
    /// {"line":7,"type":"comment","external_id":…,"effect":"created", "id":…,"status":…} or
    /// {"line":7,"error":{"code":…,"field":…,"detail":…,"retryable":…}}. Infrastructure failures come through
    /// as exceptions.
    boost::asio::awaitable<piece_results> apply(domain::site_id site, domain::screening screen,
                                                const import_piece& piece);

  private:
    struct one_line;
    using line_result = boost::asio::awaitable<domain::result<boost::json::object>>;
    line_result apply_article(const one_line& line);
    line_result apply_capture(const one_line& line);
    line_result apply_comment(const one_line& line);
    line_result apply_edit(const one_line& line);
    line_result apply_delete(const one_line& line);
    line_result apply_report(const one_line& line);
    line_result apply_decision(const one_line& line);
    line_result apply_article_revision(const one_line& line);
    line_result apply_observation(const one_line& line);
    line_result apply_thread_comment(const one_line& line);
    line_result pass_over(const one_line& line);
    line_result apply_any(const one_line& line, std::string_view kind);

    ingest_comments& comments_;
    register_articles& articles_;
};

/// The result line of a refusal.
boost::json::object refused_line(std::int64_t number, const domain::error& why);

} // namespace greffe::service
