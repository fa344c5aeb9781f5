// Rows of the statements that read an article, as the answer that shows it.
#pragma once
#include "server/service/answers.hpp"
#include "server/store/sql_row.hpp"

namespace greffe::store {

service::article_view article_from(const sql_row& row);

} // namespace greffe::store
