// API keys: 256 random bits, shown once, stored as SHA-256; revoked within a second (look-ups are cached no
// longer). Thread-safe.
#pragma once
#include "server/domain/error.hpp"
#include "server/domain/role.hpp"
#include "server/service/answers.hpp"
#include "server/service/environment.hpp"
#include "server/service/ports/key_store.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace greffe::auth {

/// A key's secret and what is stored of it. Text form: "grf_" + 43 characters of unpadded base64url.
struct new_token {
    std::string text;
    archive::digest hash;
};
new_token make_token();
/// Nullopt when the text has not the form of a token.
std::optional<archive::digest> hash_token(std::string_view text);

struct issued_key {
    service::key_view key;
    std::string token; ///< the only time it is shown
};

class keys {
  public:
    keys(service::ports::key_store& store, service::environment env);

    /// What is known of a token without asking the store.
    struct recollection {
        std::optional<archive::digest> hash{};  ///< nullopt: it has not the form of a token
        std::optional<domain::principal> who{}; ///< good right now
        bool was_good = false; ///< lately, so that asking the store again is no stranger's guess
    };
    recollection recall(std::string_view token) const;

    /// Who holds this token; asks the store unless it was asked just now. Errors: unauthenticated.
    boost::asio::awaitable<domain::result<domain::principal>> authenticate(recollection token);
    boost::asio::awaitable<domain::result<domain::principal>> authenticate(std::string token);
    /// Errors: invalid_field (a publisher or reporter without a site), not_found (site), forbidden (a key of
    /// one site issues none for all).
    boost::asio::awaitable<domain::result<issued_key>>
    create(domain::principal who, domain::role role, std::optional<domain::site_id> site, std::string label);
    boost::asio::awaitable<domain::result<std::vector<service::key_view>>> list(domain::principal who);
    /// Errors: not_found.
    boost::asio::awaitable<domain::result<void>> revoke(domain::principal who, domain::key_id id);
    /// The first admin key of a database: nothing when there is a key already.
    boost::asio::awaitable<std::optional<issued_key>> create_first_admin();
    /// Another admin key, without asking who: for the command on the server's own machine.
    boost::asio::awaitable<issued_key> create_admin(std::string label);

  private:
    std::pair<issued_key, archive::digest> fresh_admin(std::string label) const;

    service::ports::key_store& store_;
    service::environment env_;
    struct cache;
    std::shared_ptr<cache> cache_;
};

} // namespace greffe::auth
