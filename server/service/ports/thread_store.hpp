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

namespace greffe::service::ports {

class thread_store {
  public:
    virtual ~thread_store() = default;
    /// Errors: not_found (no such article), invalid_field (cursor).
    virtual boost::asio::awaitable<domain::result<thread_view>>
    thread(domain::site_id site, std::string article_external_id, page_request request) = 0;
    virtual boost::asio::awaitable<std::optional<comment_view>> comment(domain::site_id site,
                                                                        std::string external_id) = 0;
    /// Of any site: the caller checks who may see it.
    virtual boost::asio::awaitable<std::optional<comment_view>> comment(domain::comment_id id) = 0;
};

} // namespace greffe::service::ports
