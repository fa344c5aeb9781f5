// The first key of a database, and further ones for whoever sits at the server's machine.
#pragma once
#include "server/auth/keys.hpp"

#include <filesystem>

namespace greffe::app {

/// Writes DIR/admin.key when the database had no key; else does nothing.
boost::asio::awaitable<void> write_first_admin_key(auth::keys& keys, std::filesystem::path data);

} // namespace greffe::app
