// Where API keys are kept: the hash of a token, never the token. Implemented in store/; safe from any thread.
// Failures: see failure.hpp.
#pragma once
#include "server/archive/event.hpp"
#include "server/domain/error.hpp"
#include "server/service/answers.hpp"
#include "server/service/ports/audit.hpp"
#include "server/service/ports/failure.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <vector>

namespace greffe::service::ports {

class key_store {
  public:
    virtual ~key_store() = default;
    /// The key with this hash, unless it is revoked.
    virtual boost::asio::awaitable<std::optional<key_view>> find(archive::digest token_hash) = 0;
    /// Stores the key and an audit row. Errors: not_found (the key's site).
    virtual boost::asio::awaitable<domain::result<void>> create(key_view key, archive::digest token_hash,
                                                                audit_entry by) = 0;
    /// The same, if the database has no key at all: of several servers that try at once, one succeeds.
    virtual boost::asio::awaitable<bool> create_if_first(key_view key, archive::digest token_hash,
                                                         audit_entry by) = 0;
    /// Oldest first, revoked ones too; those of `within` only, or all.
    virtual boost::asio::awaitable<std::vector<key_view>> list(std::optional<domain::site_id> within) = 0;
    /// Revoked already: nothing changes. Errors: not_found (also: not of `within`).
    virtual boost::asio::awaitable<domain::result<void>>
    revoke(domain::key_id id, std::optional<domain::site_id> within, audit_entry by) = 0;
};

} // namespace greffe::service::ports
