// Rows of the export's statements as archived values. Column names are those of store/queries/*export*.sql.
#pragma once
#include "server/service/ports/export_store.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

archive::archived_article archived_article_from(const sql_row& row);
archive::archived_article_revision archived_article_revision_from(const sql_row& row);
archive::archived_capture archived_capture_from(const sql_row& row);
/// Without its revisions, flags, reports and decisions.
archive::archived_comment archived_comment_from(const sql_row& row);
archive::archived_revision archived_revision_from(const sql_row& row);
archive::archived_flag archived_flag_from(const sql_row& row);
archive::archived_report archived_report_from(const sql_row& row);
archive::archived_decision archived_decision_from(const sql_row& row);
archive::archived_event archived_event_from(const sql_row& row);

} // namespace greffe::store
