// Where a follower waits for the next change without holding a thread or a connection of the database.
// Implemented in delivery/; safe from any thread.
#pragma once
#include "server/domain/uuid.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>

namespace greffe::service::ports {

class change_tail {
  public:
    virtual ~change_tail() = default;
    /// True: the site has a change at this log_index or later. False: `at_most` is over, or the server
    /// drains. Precondition: the caller's executor runs one thing at a time (a strand).
    virtual boost::asio::awaitable<bool> wait(domain::site_id site, std::int64_t from,
                                              std::chrono::milliseconds at_most) = 0;
};

} // namespace greffe::service::ports
