// One line of an NDJSON import: {"type":"article"|"capture"|"comment"|"edit"|"delete", …}, each applied on
// its own, so that a bad line fails alone. The line formats are those of docs/archive-format.md, section
// import. Thread-safe.
#pragma once
#include "server/domain/comment.hpp"
#include "server/domain/error.hpp"
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

    /// Never throws on bad input. The result line:
    /// {"line":7,"type":"comment","external_id":…,"effect":"created", "id":…,"status":…} or
    /// {"line":7,"error":{"code":…,"field":…,"detail":…,"retryable":…}}. Infrastructure failures come through
    /// as exceptions.
    boost::asio::awaitable<boost::json::object> apply(domain::site_id site, domain::screening screen,
                                                      std::int64_t number, std::string line);

  private:
    struct one_line;
    using line_result = boost::asio::awaitable<domain::result<boost::json::object>>;
    line_result apply_article(const one_line& line);
    line_result apply_capture(const one_line& line);
    line_result apply_comment(const one_line& line);
    line_result apply_edit(const one_line& line);
    line_result apply_delete(const one_line& line);
    line_result apply_any(const one_line& line, const std::string& type);

    ingest_comments& comments_;
    register_articles& articles_;
};

} // namespace greffe::service
