// Where sites are kept. Implemented in store/; safe from any thread. Failures: see failure.hpp.
#pragma once
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/audit.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service::ports {

class site_store {
  public:
    virtual ~site_store() = default;
    /// Stores the site and an audit row. Errors: already_exists.
    virtual boost::asio::awaitable<domain::result<site_view>> create(site_view site, audit_entry by) = 0;
    /// By name.
    virtual boost::asio::awaitable<std::vector<site_view>> list() = 0;
    virtual boost::asio::awaitable<std::optional<site_view>> find(std::string name_or_id) = 0;
};

} // namespace greffe::service::ports
