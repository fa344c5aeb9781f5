// Everything that still runs for a client: open connections, and handlers whose client was answered by a
// deadline. Each holds a ticket from its start to its end; draining tells the connections, and the last
// ticket's end is awaited. Thread-safe; outlives every ticket.
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace greffe::http {

class connections {
  public:
    class ticket {
      public:
        ~ticket();
        ticket(const ticket&) = delete;
        ticket& operator=(const ticket&) = delete;

      private:
        friend class connections;
        explicit ticket(connections& from) : from_(from) {}
        connections& from_;
        std::list<std::function<void()>>::iterator place_{};
        bool listed_ = false;
    };

    /// For a connection: `drain` is called once, from any thread, when the server stops; at once if it stops
    /// already.
    std::shared_ptr<ticket> enter(std::function<void()> drain);
    /// For work that ends by itself.
    std::shared_ptr<ticket> enter();

    void drain();
    bool draining() const;
    std::size_t count() const;
    /// True: nothing is left. Blocks the calling thread.
    bool wait_until_empty(std::chrono::milliseconds at_most);

  private:
    mutable std::mutex mutex_;
    std::condition_variable empty_;
    std::list<std::function<void()>> drains_;
    std::size_t count_ = 0;
    bool draining_ = false;
};

} // namespace greffe::http
