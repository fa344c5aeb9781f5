// Looks, from a connection and a thread of its own, at what another connection waits for, so that whoever
// gave up waiting can say who was in the way. It asks pg_locks and pg_blocking_pids for process numbers,
// users, programs and times, never for the text of anybody's statement.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace greffe::store {

class lock_watch {
  public:
    /// `backend`: pg_backend_pid() of the watched connection's transaction. It looks every `interval`, first
    /// after one of them: a wait that is shorter costs nothing.
    lock_watch(std::string url, int backend, std::chrono::milliseconds interval);
    lock_watch(const lock_watch&) = delete;
    lock_watch& operator=(const lock_watch&) = delete;
    ~lock_watch();

    /// What was seen last, as "waits for AccessExclusiveLock on greffe.comment, held by process 4711 (user
    /// desk, program psql, idle in transaction for 35 s)"; empty when it was never seen waiting.
    std::string seen() const;

  private:
    void run();

    std::string url_;
    int backend_;
    std::chrono::milliseconds interval_;
    mutable std::mutex mutex_;
    std::condition_variable stopping_changed_;
    bool stopping_ = false;
    std::string seen_;
    std::thread thread_;
};

} // namespace greffe::store
