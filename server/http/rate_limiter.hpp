// Token buckets in memory, one for each client that was seen lately: a key, or an address without one. The
// table is bounded: the bucket unused for longest is forgotten, which gives its client a full one. Each
// server counts for itself. Thread-safe.
#pragma once
#include "server/http/client_name.hpp"
#include "server/platform/rate.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace greffe::http {

class rate_limiter {
  public:
    using clock = std::chrono::steady_clock;

    explicit rate_limiter(std::size_t most_clients = 16'384) : most_(most_clients) {}

    /// Takes one token. Nullopt: it was there. Else how long until the next one is; nothing was taken. `now`
    /// may not go back.
    std::optional<clock::duration> take(const client_name& who, platform::rate allowed,
                                        clock::time_point now = clock::now());
    /// What was taken for nothing.
    void give_back(const client_name& who, platform::rate allowed);
    std::size_t clients() const;

  private:
    struct bucket {
        client_name who;
        clock::time_point full_at; ///< when all its tokens will be back; says how many are missing
    };

    mutable std::mutex mutex_;
    const std::size_t most_;
    std::list<bucket> by_use_; ///< the last used first
    std::unordered_map<client_name, std::list<bucket>::iterator, client_name_hash> by_name_;
};

} // namespace greffe::http
