// An event as it is written: sealed, with its place in the thread. Values only.
#pragma once
#include "server/archive/event.hpp"
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace greffe::service::ports {

struct event_row {
    domain::site_id site;
    domain::article_id article;
    std::int64_t seq = 0;
    std::optional<domain::comment_id> comment; ///< absent: an event of the article
    std::string kind;
    domain::timestamp at;
    std::string leaf;
    std::map<std::string, archive::salt> salts; ///< by field; none where they lie beside a revision
};

} // namespace greffe::service::ports
