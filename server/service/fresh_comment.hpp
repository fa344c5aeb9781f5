// A comment that is about to be stored for the first time: what judged and observed ones have in common.
// Pure, but for the fresh id.
#pragma once
#include "server/service/batch_draft.hpp"

#include <boost/json/object.hpp>

namespace greffe::service {

struct fresh_comment {
    ports::comment_row row;
    ports::comment_facts facts; ///< published, without a case
};

/// Errors: unknown_parent, parent_in_other_article.
domain::result<fresh_comment> fresh_comment_of(const ports::ingest_item& item,
                                               const domain::new_comment& comment, domain::article_id article,
                                               const batch_draft& draft, const environment& env,
                                               domain::timestamp now);

/// What every event of a comment says of it.
boost::json::object codes_of(const ports::comment_facts& comment);

} // namespace greffe::service
