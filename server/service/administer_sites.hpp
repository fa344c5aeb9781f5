// Sites: creation, listing, look-up by name. Thread-safe.
#pragma once
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/page.hpp"
#include "server/service/ports/site_store.hpp"

#include <boost/asio/awaitable.hpp>

namespace greffe::service {

class administer_sites {
  public:
    administer_sites(ports::site_store& store, environment env);

    /// Names: 1 to 64 of a-z 0-9 - . _, not starting with a sign. Errors: invalid_field, already_exists.
    boost::asio::awaitable<domain::result<site_view>> create(domain::principal who, std::string name);
    boost::asio::awaitable<domain::result<std::vector<site_view>>> list(domain::principal who);
    /// By name or id, within what `who` may see; cached, because every request asks. Errors: not_found.
    boost::asio::awaitable<domain::result<site_view>> find(domain::principal who, std::string name_or_id);

  private:
    ports::site_store& store_;
    environment env_;
    struct cache;
    std::shared_ptr<cache> cache_;
};

} // namespace greffe::service
