// A publisher's site that follows the changes of site "bench", and how late it gets each: the follower of a
// benchmark of the writers.
#pragma once
#include "tests/support/http_client.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace greffe::bench {

class change_watch {
  public:
    /// Goes to the end of what there is, then follows. Throws what http_client throws.
    explicit change_watch(test::http_client site);
    ~change_watch();

    /// Stops, and answers for each change since the constructor the milliseconds from the time that its event
    /// names, which lies before its transaction's commit, to its arrival here.
    std::vector<double> stop();

  private:
    /// Changes from the cursor on; moves it.
    boost::json::array next(int wait_seconds);
    void follow();

    test::http_client site_;
    std::string cursor_;
    std::atomic<bool> stopping_ = false;
    std::vector<double> late_; // of the thread until it has ended
    std::thread thread_;
};

} // namespace greffe::bench
