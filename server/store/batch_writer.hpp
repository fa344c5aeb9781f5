// One writer thread: its connection, and the bounded queue before it. It takes all that waits, within the
// bounds of a batch, into one transaction. A lost race or a deadlock runs the batch again; any other refusal
// of PostgreSQL halves it until the one bad item fails alone; a broken connection fails the batch, and the
// next one connects again. Thread-safe.
#pragma once
#include "server/service/ports/failure.hpp"
#include "server/store/ingest_transaction.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>

namespace greffe::store {

struct batch_limits {
    std::size_t queue_items = 4096;
    std::size_t queue_bytes = 32 << 20;
    std::size_t batch_items = 256;
    std::size_t batch_bytes = 4 << 20;
    std::chrono::milliseconds wait = std::chrono::seconds{5}; ///< in the queue; over it an item is not begun
};

class batch_writer {
  public:
    /// An outcome, or store_overloaded, store_unavailable, store_refused. Called once, on the writer's
    /// thread.
    using completion = std::function<void(std::variant<ingest_outcome, std::exception_ptr>)>;
    using write_function = std::function<std::vector<ingest_outcome>(dedicated_connection&, ingest_items)>;

    batch_writer(std::string url, batch_limits limits, write_function write);
    ~batch_writer();

    /// Throws store_overloaded (full) or store_unavailable (stopped) at once; then `done` is never called.
    void enqueue(service::ports::ingest_item item, completion done);

    std::size_t waiting() const;
    /// Takes nothing more, writes what was accepted, ends the thread. Every completion has been called when
    /// it returns.
    void stop();

  private:
    struct entry {
        service::ports::ingest_item item;
        std::size_t bytes = 0;
        std::chrono::steady_clock::time_point expires;
        completion done;
    };
    using batch = std::span<entry>;

    void run();
    std::vector<entry> take();
    void write(batch entries);
    /// Nothing: go on with halves.
    std::optional<std::vector<ingest_outcome>> try_write(ingest_items items);
    static void fail(batch entries, const std::exception_ptr& why);

    const std::string url_;
    const batch_limits limits_;
    const write_function write_;
    std::unique_ptr<dedicated_connection> connection_; // of the writer's thread

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<entry> queue_;
    std::size_t queued_bytes_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace greffe::store
