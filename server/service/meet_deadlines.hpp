// Does what the policies say for deadlines that were missed, in bounded batches, one server at a time. A
// batch is a transaction: a server that is killed leaves a case undone or done, and the next one goes on.
// Used by one background loop.
#pragma once
#include "server/service/environment.hpp"
#include "server/service/ports/deadline_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>

namespace greffe::service {

class meet_deadlines {
  public:
    /// `missed`: told of each, after its commit.
    meet_deadlines(ports::deadline_store& store, environment env,
                   std::function<void(domain::deadline_action did)> missed);

    /// One batch; answers after how long to come back.
    boost::asio::awaitable<std::chrono::milliseconds> beat();

  private:
    ports::deadline_store& store_;
    environment env_;
    std::function<void(domain::deadline_action)> missed_;
};

} // namespace greffe::service
