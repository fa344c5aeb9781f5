// Reads comments and threads back: for the public, and for their publisher. Thread-safe.
#pragma once
#include "server/service/answers.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/thread_store.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

class read_threads {
  public:
    explicit read_threads(ports::thread_store& store);

    /// What the public may see. Errors: not_found, invalid_field (cursor).
    boost::asio::awaitable<domain::result<thread_view>>
    thread(domain::site_id site, std::string article_external_id, page_request request);
    boost::asio::awaitable<domain::result<comment_view>> comment(domain::site_id site,
                                                                 std::string external_id);
    /// By id, within what `who` may see; another site's comment is not_found.
    boost::asio::awaitable<domain::result<comment_view>> comment(domain::principal who,
                                                                 domain::comment_id id);

  private:
    ports::thread_store& store_;
};

} // namespace greffe::service
