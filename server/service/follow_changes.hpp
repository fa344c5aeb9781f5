// A publisher's site follows what becomes of its comments: from a cursor on, at least once, in the order of
// the log, waiting for the next change if it wants. Thread-safe.
#pragma once
#include "server/service/changes.hpp"
#include "server/service/ports/change_store.hpp"
#include "server/service/ports/change_tail.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace greffe::service {

struct change_request {
    std::optional<std::string> after; ///< `next` or `cursor` of an answer before; absent: the oldest kept
    int limit = 200;
    std::chrono::milliseconds wait{0}; ///< for a first change, when there is none
};

class follow_changes {
  public:
    follow_changes(ports::change_store& store, ports::change_tail& tail);

    /// Errors: invalid_field (after), cursor_expired (what follows the cursor may be gone, or the log never
    /// came that far: a database that was restored).
    boost::asio::awaitable<domain::result<change_feed>> read(domain::site_id site, change_request asked);

  private:
    ports::change_store& store_;
    ports::change_tail& tail_;
};

} // namespace greffe::service
