// Where the visible changes of comments are read. Implemented in store/; safe from any thread. Failures: see
// failure.hpp.
#pragma once
#include "server/service/changes.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <map>
#include <vector>

namespace greffe::service::ports {

/// A part of a site's changes, with the bounds of all there is, of one moment.
struct change_range {
    std::vector<change_view> changes; ///< by log_index
    std::int64_t kept_from = 0;       ///< changes before it may be gone
    std::int64_t next_index = 0;      ///< of the log, over all sites: no change is there or beyond
};

class change_store {
  public:
    virtual ~change_store() = default;
    /// Up to `limit` changes from this log_index on.
    virtual boost::asio::awaitable<change_range> changes(domain::site_id site, std::int64_t from,
                                                         int limit) = 0;
    /// log_index of the newest change of each of these sites that has one.
    virtual boost::asio::awaitable<std::map<domain::site_id, std::int64_t>>
    newest(std::vector<domain::site_id> sites) = 0;
};

} // namespace greffe::service::ports
