// Takes articles and captures in, and reads them back for the publisher. Thread-safe.
#pragma once
#include "server/domain/article.hpp"
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/article_store.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

class register_articles {
  public:
    register_articles(ports::article_store& store, environment env);

    /// The same content again changes nothing; another one is a new revision. Errors: invalid_field.
    boost::asio::awaitable<domain::result<article_answer>>
    upsert(domain::site_id site, std::string external_id, domain::article_content content,
           std::optional<ports::observed_article> seen = std::nullopt);
    /// Stores a capture of the article once, by its bytes. Errors: unknown_article, invalid_field.
    boost::asio::awaitable<domain::result<ports::capture_answer>>
    attach_capture(domain::site_id site, std::string article_external_id, domain::capture observed);
    /// One of which an export tells all but the bytes: their SHA-512 (hexadecimal) and their number. Errors
    /// as above.
    boost::asio::awaitable<domain::result<ports::capture_answer>>
    attach_observation(domain::site_id site, std::string article_external_id, domain::capture observed,
                       std::string sha512, std::int64_t size, std::optional<domain::timestamp> received_at);

    /// Errors: not_found.
    boost::asio::awaitable<domain::result<article_view>> find(domain::site_id site, std::string external_id);
    /// By id, within what `who` may see; another site's article is not_found.
    boost::asio::awaitable<domain::result<article_view>> find(domain::principal who, domain::article_id id);
    boost::asio::awaitable<domain::result<page<article_view>>> list(domain::site_id site,
                                                                    page_request request);

  private:
    ports::article_store& store_;
    environment env_;
};

} // namespace greffe::service
