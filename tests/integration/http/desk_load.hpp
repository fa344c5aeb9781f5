// Readers who report and moderators who decide, while servers die under them: every call is sent again, under
// its Idempotency-Key, until it is answered, and what was answered is remembered. And a publisher's site that
// follows the changes through it all. Threads; joined by stop() or the destructor.
#pragma once
#include "tests/support/http_client.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace greffe::test {

class desk_load {
  public:
    /// On site "load" (stored.hpp). A reader's comments are its own: "reader-1-7". Keys: a reporter's and one
    /// of a moderator for each decider, since a lease is its key's.
    desk_load(const std::string& url, const std::string& publisher, const std::string& reporter,
              const std::vector<std::string>& moderators);
    ~desk_load() { stop(); }

    /// What is under way comes to its end first: a server must run.
    void stop();

    std::vector<std::string> comments() const;            ///< external ids that were acknowledged
    std::map<std::string, std::string> reports() const;   ///< receipt -> external id of the comment
    std::map<std::string, std::string> decisions() const; ///< decision's id -> the comment's id
    std::vector<std::string> odd() const;                 ///< answers that should not be

  private:
    void report(const http_client& publisher, const http_client& reporter, int reader);
    void decide(const http_client& moderator, int decider);
    http_response insist(const http_client& who, const std::string& target, const std::string& body,
                         const std::string& idempotency_key);
    void note_odd(const http_response& got);

    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::vector<std::string> comments_;
    std::map<std::string, std::string> reports_;
    std::map<std::string, std::string> decisions_;
    std::vector<std::string> odd_;
    std::vector<std::thread> threads_;
};

class change_follower {
  public:
    change_follower(const std::string& url, const std::string& key);
    ~change_follower() { stop(); }
    void stop();

    /// external id -> the statuses that the changes told, in their order.
    std::map<std::string, std::vector<std::string>> told() const;
    /// What a follower must never see: changes out of order, a cursor that is refused.
    std::vector<std::string> odd() const;

  private:
    void follow(const http_client& site);

    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<std::string>> told_;
    std::vector<std::string> odd_;
    std::thread thread_;
};

} // namespace greffe::test
