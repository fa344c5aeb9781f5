// Clears away what is kept for a time only, in bounded batches; the store lets one server at a time do a
// duty. Used by one background loop.
#pragma once
#include "server/service/ports/chore_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <vector>

namespace greffe::delivery {

/// Changes are replayed for 30 days; the first answers under an Idempotency-Key are kept for 7; what comments
/// are counted by is kept a day longer than any rule looks back. Where rules ask what became of an author's
/// comments, those from before are listed.
const std::vector<service::ports::duty>& all_duties();

class housekeeping {
  public:
    explicit housekeeping(service::ports::chore_store& store,
                          std::vector<service::ports::duty> duties = all_duties());

    /// A batch of every duty that is due; answers after how long to come back.
    boost::asio::awaitable<std::chrono::milliseconds> beat();

  private:
    service::ports::chore_store& store_;
    const std::vector<service::ports::duty> duties_;
};

} // namespace greffe::delivery
