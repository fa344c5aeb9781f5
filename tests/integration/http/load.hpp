// Many publishers at once, each on a connection of its own that it keeps: they submit comments until they are
// told to stop or the server goes, and remember what was acknowledged. Threads; joined by stop() or the
// destructor.
#pragma once
#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace greffe::test {

class load {
  public:
    /// Comments go to articles "load-0" … "load-3" of `site`. `generation` keeps the ids of two loads apart.
    /// With `patient` a publisher that got no answer connects again and sends the same comment; else it ends.
    load(const std::string& url, const std::string& key, const std::string& site, int publishers,
         const std::string& generation, bool patient = false);
    ~load() { stop(); }

    /// False: not so many within a minute.
    [[nodiscard]] bool wait_for_acknowledged(std::size_t count);
    void stop();
    /// external_id of every comment that was answered 201 or 200.
    std::set<std::string> acknowledged() const;
    /// Answers that were neither 201 nor 200 nor 503.
    std::vector<std::string> odd() const;
    std::size_t refused() const { return refused_; }

  private:
    void publish(const std::string& url, const std::string& key, const std::string& site, int publisher,
                 const std::string& generation, bool patient);
    void note(const std::string& external_id, int status, const std::string& body);

    std::atomic<bool> stopping_ = false;
    std::atomic<std::size_t> refused_ = 0;
    mutable std::mutex mutex_;
    std::set<std::string> acknowledged_;
    std::vector<std::string> odd_;
    std::vector<std::thread> publishers_;
};

} // namespace greffe::test
