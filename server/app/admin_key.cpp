#include "server/app/admin_key.hpp"

#include "server/platform/log.hpp"
#include "server/platform/private_file.hpp"

namespace greffe::app {

boost::asio::awaitable<void> write_first_admin_key(auth::keys& keys, std::filesystem::path data) {
    const auto issued = co_await keys.create_first_admin();
    if (!issued) co_return;
    const auto file = data / "admin.key";
    platform::write_private_file(file, issued->token + "\n");
    platform::log::info("the first admin key was written", {{"file", boost::json::string(file.string())}});
}

} // namespace greffe::app
