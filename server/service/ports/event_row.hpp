// An event as it is written: sealed, with its place in the thread. Values only.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
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
    std::string salts; ///< JSON object field -> hex
};

} // namespace greffe::service::ports
