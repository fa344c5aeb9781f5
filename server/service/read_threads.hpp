// Reads comments and threads back: for the public, and for their publisher. Rendered first pages are kept for
// a moment (thread_cache.hpp). Thread-safe.
#pragma once
#include "server/service/answers.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/thread_store.hpp"
#include "server/service/thread_cache.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

struct thread_page_query {
    domain::site_id site;
    std::string article_external_id;
    thread_sort sort = thread_sort::oldest;
    page_request page{};
    std::vector<std::string> known_tags{}; ///< of copies that the caller has; "*": any
};

struct thread_page {
    std::string tag;                         ///< a strong ETag, with its quotes
    std::shared_ptr<const std::string> body; ///< JSON; null: the caller has a copy with this tag
};

class read_threads {
  public:
    /// 0 bytes: no page is kept.
    explicit read_threads(ports::thread_store& store, std::size_t cache_bytes = 0);

    /// What the public may see. Errors: not_found (withdrawn ones too), invalid_field (cursor).
    boost::asio::awaitable<domain::result<thread_view>> thread(domain::site_id site,
                                                               std::string article_external_id,
                                                               page_request request,
                                                               thread_sort sort = thread_sort::oldest);
    /// The same, rendered, perhaps from memory: this server's own changes are in it as soon as they were
    /// acknowledged, those of other servers within a second.
    boost::asio::awaitable<domain::result<thread_page>> page(thread_page_query asked);
    /// Published comments of up to 100 articles; none: the site has no such article. A withdrawn article
    /// shows none. Errors: invalid_field (articles).
    boost::asio::awaitable<domain::result<std::vector<std::optional<std::int64_t>>>>
    counts(domain::site_id site, std::vector<std::string> article_external_ids);

    boost::asio::awaitable<domain::result<comment_view>> comment(domain::site_id site,
                                                                 std::string external_id);
    /// By id, within what `who` may see; another site's comment is not_found.
    boost::asio::awaitable<domain::result<comment_view>> comment(domain::principal who,
                                                                 domain::comment_id id);

    /// To be called after the commit of a change of this thread, before it is acknowledged.
    void changed(domain::article_id article) { cache_.changed(article); }
    /// The same, when what every thread depends on was changed.
    void changed_all() { cache_.changed_all(); }
    std::size_t cached_bytes() const { return cache_.bytes(); }

  private:
    ports::thread_store& store_;
    thread_cache cache_;
};

} // namespace greffe::service
