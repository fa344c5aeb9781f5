// Where articles and captures are kept. Implemented in store/; safe from any thread. Failures: see
// failure.hpp.
#pragma once
#include "server/archive/event.hpp"
#include "server/domain/article.hpp"
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/event_row.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace greffe::service::ports {

/// What an event of the article needs to know of its place, under the thread's lock.
struct article_place {
    domain::article_id article;
    std::int64_t seq = 1;
    int revision = 1;
    bool created = false;
};
using article_sealer = std::function<event_row(const article_place& place)>;

/// What history tells of an article's revision.
struct observed_article {
    std::optional<int> revision; ///< its number where it comes from; absent: told apart by its content
    std::optional<domain::timestamp> received_at;
    domain::article_state state = domain::article_state::open; ///< taken when the article is new
};

struct article_write {
    domain::site_id site;
    std::string external_id;
    domain::article_content content;
    archive::digest content_hash;
    domain::article_id fresh_id; ///< the article's, when it is new
    domain::timestamp now;
    article_sealer seal;                    ///< called only when something is written
    std::optional<observed_article> seen{}; ///< history: a revision that is stored already is unchanged

    domain::timestamp received_at() const { return seen && seen->received_at ? *seen->received_at : now; }
};

struct capture_write {
    domain::site_id site;
    std::string article_external_id;
    domain::capture observed;
    std::string sha512; ///< hex
    domain::capture_id fresh_id;
    domain::timestamp now;
    std::optional<domain::timestamp> received_at{}; ///< of history
    std::optional<std::int64_t> size{};             ///< the capture came without its bytes: so many they are
    /// Called only when the capture is new, with its bytes.
    std::function<event_row(const article_place& place, std::string_view raw)> seal;
};

struct capture_answer {
    domain::capture_id id;
    bool created = false; ///< false: the article had these bytes already
};

class article_store {
  public:
    virtual ~article_store() = default;
    /// Article, thread, revision and event in one transaction; the same hash as the newest revision's:
    /// nothing.
    virtual boost::asio::awaitable<article_answer> upsert(article_write write) = 0;
    /// The capture of that article with these bytes, stored now or before. Errors: unknown_article.
    virtual boost::asio::awaitable<domain::result<capture_answer>> attach_capture(capture_write write) = 0;
    /// Newest first. Errors: invalid_field (cursor).
    virtual boost::asio::awaitable<domain::result<page<article_view>>> list(domain::site_id site,
                                                                            page_request request) = 0;
    /// Or, by the external id of a merged article, the one that it was merged into.
    virtual boost::asio::awaitable<std::optional<article_view>> find(domain::site_id site,
                                                                     std::string external_id) = 0;
    /// Of any site: the caller checks who may see it.
    virtual boost::asio::awaitable<std::optional<article_view>> find(domain::article_id id) = 0;
};

} // namespace greffe::service::ports
