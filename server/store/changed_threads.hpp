// The threads that a transaction changed, told to who watches when this goes: after the commit, and also when
// the transaction failed, because nobody may know whether it happened. Not thread-safe.
#pragma once
#include "server/service/ports/thread_watch.hpp"

#include <vector>

namespace greffe::store {

class changed_threads {
  public:
    explicit changed_threads(const service::ports::thread_watch& watch) : watch_(watch) {}
    changed_threads(const changed_threads&) = delete;
    changed_threads& operator=(const changed_threads&) = delete;
    ~changed_threads() {
        for (const auto& article : articles_) watch_(article);
    }

    void note(domain::article_id article) { articles_.push_back(article); }

  private:
    const service::ports::thread_watch& watch_;
    std::vector<domain::article_id> articles_;
};

} // namespace greffe::store
