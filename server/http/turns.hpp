// Whose request goes to the database next. So many are at work there at a time, and not all of one client;
// the rest wait, each client in a line of its own, and the lines are served in rotation. So a client that
// sends a burst waits behind itself, not before the others. A client that is alone may have more turns than
// one that has others beside it: a burst of turns would take the processors from them. Thread-safe; outlives
// every turn.
#pragma once
#include "server/http/client_name.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace greffe::http {

class turns {
  public:
    struct bounds {
        std::size_t at_once;
        std::size_t of_one;
        std::size_t of_one_beside_others; ///< while another client asked within the last second; at least 1
        std::size_t waiting;
        std::size_t waiting_of_one;
    };
    explicit turns(bounds with) : bounds_(with) {}

    /// Given back at its end.
    class turn {
      public:
        turn(turn&& other) noexcept : from_(std::exchange(other.from_, nullptr)), who_(other.who_) {}
        turn& operator=(turn&& other) noexcept {
            std::swap(from_, other.from_);
            std::swap(who_, other.who_);
            return *this;
        }
        ~turn() {
            if (from_) from_->give_back(who_);
        }

      private:
        friend class turns;
        turn(turns& from, const client_name& who) : from_(&from), who_(who) {}
        turns* from_;
        client_name who_;
    };

    /// Nullopt: too many wait already, or it took longer than `at_most`. On the caller's strand.
    boost::asio::awaitable<std::optional<turn>> take(client_name who, std::chrono::milliseconds at_most);
    std::size_t waiting() const;

  private:
    struct place;
    struct line {
        std::size_t at_work = 0;
        std::deque<std::shared_ptr<place>> waiting{};
    };
    using lines = std::unordered_map<client_name, line, client_name_hash>;
    using clock = std::chrono::steady_clock;
    struct asked {
        std::optional<client_name> who{};
        clock::time_point at{};
    };

    /// A turn at once, or a place in the line, or neither.
    std::optional<turn> begin(const client_name& who, const boost::asio::any_io_executor& strand,
                              std::shared_ptr<place>& waits);
    void note(const client_name& who);
    std::size_t bound_of(const client_name& who) const;
    void leave(const std::shared_ptr<place>& waits);
    void give_back(const client_name& who);
    void serve_next();
    void forget_if_empty(lines::iterator of);

    const bounds bounds_;
    mutable std::mutex mutex_;
    std::size_t at_work_ = 0;
    std::size_t waiting_ = 0;
    lines of_;
    std::list<client_name> rotation_; ///< clients with a line, the next to be served first
    asked last_;                      ///< who asked last,
    asked before_last_;               ///< and who of the others did
};

} // namespace greffe::http
