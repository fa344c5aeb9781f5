// What is cleared away, or caught up with, from time to time, by one of all servers. Implemented in store/;
// safe from any thread. Failures: see failure.hpp.
#pragma once
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace greffe::service::ports {

enum class chore { prune_changes, prune_idempotency, prune_marks, list_author_comments };

struct duty {
    chore what = chore::prune_changes;
    std::chrono::seconds every{}; ///< between the end of one time and the next
    std::chrono::seconds keep{};  ///< what is older goes, or is caught up with
    int batch = 1000;             ///< rows at most in one transaction
};

enum class chore_outcome {
    not_due, ///< done not long ago, or being done by another server
    part,    ///< a whole batch: more may be left
    whole,   ///< nothing is left, until the next time
};

class chore_store {
  public:
    virtual ~chore_store() = default;
    /// One batch, in one transaction.
    virtual boost::asio::awaitable<chore_outcome> work(duty on) = 0;
};

} // namespace greffe::service::ports
