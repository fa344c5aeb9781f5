// Rows of the export's statements as archived values. Column names are those of store/queries/*export*.sql.
#pragma once
#include "server/archive/thread_record.hpp"
#include "server/store/pqxx_compat.hpp"

namespace greffe::store {

archive::archived_article article_from(const pqxx::row& row);
archive::archived_article_revision article_revision_from(const pqxx::row& row);
archive::archived_capture capture_from(const pqxx::row& row);
/// Without its revisions, flags, reports and decisions.
archive::archived_comment comment_from(const pqxx::row& row);
archive::archived_revision revision_from(const pqxx::row& row);
archive::archived_flag flag_from(const pqxx::row& row);
archive::archived_report report_from(const pqxx::row& row);
archive::archived_decision decision_from(const pqxx::row& row);
archive::archived_event event_from(const pqxx::row& row);

} // namespace greffe::store
