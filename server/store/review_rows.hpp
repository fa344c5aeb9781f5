// Rows of the review's statements as the answers of its use cases. Column names are those of store/queries.
#pragma once
#include "server/service/answers.hpp"
#include "server/service/ports/review_store.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

service::case_summary summary_from(const sql_row& row);
/// The article columns of select_case.
service::article_view case_article_from(const sql_row& row);
service::comment_view case_comment_from(const sql_row& row);
service::revision_view case_revision_from(const sql_row& row);
service::flag_view case_flag_from(const sql_row& row);
service::report_view case_report_from(const sql_row& row);
service::decision_view case_decision_from(const sql_row& row);
service::report_answer receipt_from(const sql_row& row);
service::ports::review_case_row case_row_from(const sql_row& row);

} // namespace greffe::store
