// A site at work: publishers submit, edit, report and read, moderators claim and decide, all at once and
// through a balancer, each remembering what was acknowledged. Threads; joined by stop().
#pragma once
#include "tests/e2e/upgrade/balanced_wire.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace greffe::test {

class newsroom {
  public:
    struct acknowledged {
        std::map<std::string, std::string> bodies; ///< of each comment: what its last acknowledged edit said
        int reports = 0;
        int decisions = 0;
    };

    /// Site `load` with articles load-0 … load-3 exists; `key` may do all of it.
    newsroom(balancer& through, const std::string& key, int publishers, int moderators);
    ~newsroom() { stop(); }

    void stop();
    /// After stop().
    const acknowledged& kept() const { return kept_; }

  private:
    void publish(int number);
    void moderate(int number);
    bool accepted(const wire_response& answer, const std::string& what, const std::set<unsigned>& also = {});

    balancer& through_;
    std::string key_;
    std::atomic<bool> stopping_ = false;
    std::mutex mutex_;
    acknowledged kept_;
    std::vector<std::thread> people_;
};

} // namespace greffe::test
