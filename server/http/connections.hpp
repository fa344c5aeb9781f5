// Everything that still runs for a client: open connections, and handlers whose client was answered by a
// deadline. Each holds a ticket from its start to its end; draining tells the connections, and the last
// ticket's end is awaited. Connections say when they are idle, so that those that do nothing can make room.
// Thread-safe; outlives every ticket.
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace greffe::http {

/// Why a connection is asked to end; either way it first finishes what it is at.
enum class farewell {
    server_stops,
    room_needed ///< only if it is still idle
};

class connections {
  public:
    using clock = std::chrono::steady_clock;

    class ticket {
      public:
        ~ticket();
        ticket(const ticket&) = delete;
        ticket& operator=(const ticket&) = delete;

        void set_idle() { idle_since_ = clock::now(); }
        void set_busy() { idle_since_ = clock::time_point::max(); }

      private:
        friend class connections;
        explicit ticket(connections& from) : from_(from) {}
        connections& from_;
        std::function<void(farewell)> leave_{};
        std::list<ticket*>::iterator place_{};
        bool listed_ = false;
        std::atomic<clock::time_point> idle_since_ = clock::time_point::max();
    };

    /// For a connection: `leave` is called from any thread; when the server stops, once, and at once if it
    /// stops already.
    std::shared_ptr<ticket> enter(std::function<void(farewell)> leave);
    /// For work that ends by itself.
    std::shared_ptr<ticket> enter();

    void drain();
    bool draining() const;
    /// Asks those that have been idle for longest to leave, if for at least `idle_for`; answers how many.
    std::size_t make_room(std::size_t at_most, clock::duration idle_for);
    /// Open connections and requests that run.
    std::size_t count() const;
    /// Blocks the calling thread.
    bool wait_until_empty(std::chrono::milliseconds at_most);

  private:
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::list<ticket*> listed_; ///< those of connections
    std::size_t count_ = 0;
    bool draining_ = false;
};

} // namespace greffe::http
