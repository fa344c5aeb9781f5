// The changes of comments that a publisher's site follows, as they are told. Values; pure.
#pragma once
#include "server/domain/comment_status.hpp"
#include "server/domain/error.hpp"
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greffe::service {

struct change_view {
    std::int64_t log_index = 0;
    domain::comment_id comment;
    std::string external_id; ///< of the comment
    domain::article_id article;
    std::string article_external_id;
    std::string change; ///< "edited", "moved", or the status that it led to; a newer server may know others
    domain::comment_status status = domain::comment_status::published; ///< after it
    int revision = 1;                                                  ///< after it
    domain::timestamp at;                                              ///< when it happened
};

struct change_feed {
    domain::site_id site;
    std::vector<change_view> changes; ///< by log_index; those of one comment in the order they happened
    std::int64_t next = 0;            ///< where to go on
    bool more = false;                ///< there are changes at `next` already
};

/// The opaque cursor of a place in a site's changes, from the first log_index that is still wanted.
std::string change_cursor(domain::site_id site, std::int64_t from);
/// Error: invalid_field (after): not a cursor of this site's changes.
domain::result<std::int64_t> read_change_cursor(domain::site_id site, const std::string& cursor);

boost::json::object to_json(const change_feed& feed);

} // namespace greffe::service
