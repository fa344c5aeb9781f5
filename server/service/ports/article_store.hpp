// Where articles and captures are kept. Implemented in store/; safe from any thread. Failures: see
// failure.hpp.
#pragma once
#include "server/archive/event.hpp"
#include "server/domain/article.hpp"
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace greffe::service::ports {

/// Seals an event of the article's thread, once its place and its revision are known under the thread's lock.
using article_sealer = std::function<archive::sealed_event(domain::article_id article, std::int64_t seq,
                                                           int revision, bool created)>;

struct article_write {
    domain::site_id site;
    std::string external_id;
    domain::article_content content;
    archive::digest content_hash;
    domain::article_id fresh_id; ///< the article's, when it is new
    domain::timestamp now;
    article_sealer seal; ///< called only when something is written
};

struct capture_write {
    domain::site_id site;
    std::string article_external_id;
    domain::capture observed;
    std::string sha512; ///< 64 bytes
    domain::capture_id fresh_id;
    domain::timestamp now;
    std::function<archive::sealed_event(domain::article_id article, std::int64_t seq, domain::capture_id id)>
        seal;
};

class article_store {
  public:
    virtual ~article_store() = default;
    /// Article, thread, revision and event in one transaction; the same hash as the newest revision's:
    /// nothing.
    virtual boost::asio::awaitable<article_answer> upsert(article_write write) = 0;
    /// The capture of that article with these bytes, stored now or before. Errors: unknown_article.
    virtual boost::asio::awaitable<domain::result<domain::capture_id>>
    attach_capture(capture_write write) = 0;
    /// Newest first. Errors: invalid_field (cursor).
    virtual boost::asio::awaitable<domain::result<page<article_view>>> list(domain::site_id site,
                                                                            page_request request) = 0;
    virtual boost::asio::awaitable<std::optional<article_view>> find(domain::site_id site,
                                                                     std::string external_id) = 0;
};

} // namespace greffe::service::ports
