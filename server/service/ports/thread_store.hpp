// Comments and threads as they are read back. Implemented in store/; safe from any thread. Failures: see
// failure.hpp.
#pragma once
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace greffe::service::ports {

struct thread_query {
    domain::site_id site;
    std::string article_external_id; ///< or that of an article which was merged into it
    thread_sort sort = thread_sort::oldest;
    page_request page;
    std::optional<std::string>
        known_version; ///< of the thread: the comments are wanted only if it has another
};

struct thread_reading {
    std::string version; ///< differs whenever what the public sees of the thread may differ; no quote in it
    domain::article_id article;
    std::optional<thread_view> view; ///< none: the known version is the current one
};

class thread_store {
  public:
    virtual ~thread_store() = default;
    /// One page, of one moment. Errors: not_found (no such article, or it is withdrawn), invalid_field
    /// (cursor).
    virtual boost::asio::awaitable<domain::result<thread_reading>> thread(thread_query query) = 0;
    /// One entry a name, in their order; none: the site has no such article.
    virtual boost::asio::awaitable<std::vector<std::optional<std::int64_t>>>
    published_counts(domain::site_id site, std::vector<std::string> article_external_ids) = 0;
    virtual boost::asio::awaitable<std::optional<comment_view>> comment(domain::site_id site,
                                                                        std::string external_id) = 0;
    /// Of any site: the caller checks who may see it.
    virtual boost::asio::awaitable<std::optional<comment_view>> comment(domain::comment_id id) = 0;
};

} // namespace greffe::service::ports
