// Comments on their way from one thread to another, within a transaction that holds both threads' locks:
// rows, cases, events and counters.
#pragma once
#include "server/service/ports/article_life_store.hpp"
#include "server/store/transaction.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace greffe::store {

class moved_comments {
  public:
    /// Locks both threads.
    moved_comments(transaction& tx, domain::site_id site, domain::article_id from, domain::article_id to);

    /// Moves these. `new_root`: the one among them that answers nobody from now on, root of all of them;
    /// none: they keep parents and roots, which move too.
    void move(const std::vector<domain::comment_id>& ids, std::optional<domain::comment_id> new_root,
              const service::ports::moved_sealer& seal);
    /// One more event in each thread.
    void add(const service::ports::merged_sealer& seal);
    /// Writes both threads' counters and next places. Once, at the end.
    void finish();

    std::int64_t count() const { return moved_; }

  private:
    transaction& tx_;
    domain::site_id site_;
    service::ports::two_places next_;
    std::int64_t moved_ = 0;
    std::int64_t published_ = 0;
};

} // namespace greffe::store
