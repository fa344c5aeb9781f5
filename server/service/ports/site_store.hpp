// Where sites are kept. Implemented in store/; safe from any thread.
#pragma once
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service::ports {

class site_store {
  public:
    virtual ~site_store() = default;
    /// Stores the site and an audit row by `actor`. Errors: already_exists.
    virtual boost::asio::awaitable<domain::result<site_view>> create(site_view site, domain::key_id actor) = 0;
    virtual boost::asio::awaitable<std::vector<site_view>> list() = 0;
    virtual boost::asio::awaitable<std::optional<site_view>> find(std::string name_or_id) = 0;
};

} // namespace greffe::service::ports
