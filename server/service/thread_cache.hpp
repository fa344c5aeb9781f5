// Rendered first pages of threads, bounded in bytes, the one not asked for the longest going first. A page is
// served without asking the database for at most `trusted_for` after it was read, and not at all once this
// server has changed its thread since: who has been told of his own change sees it. Thread-safe.
#pragma once
#include "server/domain/uuid.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace greffe::service {

class thread_cache {
  public:
    using time = std::chrono::steady_clock::time_point;
    /// What another server has written is seen after this at the latest, and a moment for the reading.
    static constexpr std::chrono::milliseconds trusted_for{900};

    struct page {
        domain::article_id article;
        std::string version; ///< of the thread
        std::string tag;     ///< the page's ETag
        std::shared_ptr<const std::string> body;
    };
    struct found {
        page kept;
        bool trusted = false; ///< else the version is to be compared with the database's
    };
    /// When a reading began: taken before the database is asked.
    struct reading {
        std::uint64_t changes = 0;
        time begun;
    };

    /// 0 bytes: keeps nothing.
    explicit thread_cache(std::size_t bytes) : capacity_(bytes) {}

    reading begin(time now) const;
    std::optional<found> find(const std::string& key, time now);
    /// The page as that reading found it; one that is kept under the key is replaced.
    void keep(const std::string& key, page made, reading by);
    void forget(const std::string& key);

    /// To be called after the commit of every change of the article's thread, before it is acknowledged.
    void changed(domain::article_id article);
    /// The same for every thread: what all of them depend on was changed.
    void changed_all();

    std::size_t bytes() const;

  private:
    struct entry {
        std::string key;
        page kept;
        reading by;
        std::size_t bytes = 0;
    };
    using entries = std::list<entry>; ///< the most recently asked for first

    std::uint64_t& last_change(domain::article_id article);
    void drop(entries::iterator which);

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::uint64_t changes_ = 0;
    std::uint64_t last_change_of_all_ = 0;
    /// By the article's hash; articles that share a place are only asked for more often.
    std::array<std::uint64_t, 4096> last_changes_{};
    entries kept_;
    std::unordered_map<std::string_view, entries::iterator> by_key_; // views of the entries' own keys
    std::size_t bytes_ = 0;
};

} // namespace greffe::service
