#include "tests/support/pooler.hpp"

#include "server/platform/child_process.hpp"

#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace greffe::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

constexpr const char* port = "6432";

// No ignore_startup_parameters: a parameter that only a session could keep is refused.
constexpr const char* settings = R"(
listen_addr =
listen_port = 6432
auth_type = trust
pool_mode = transaction
server_round_robin = 1
default_pool_size = 30
max_client_conn = 4000
server_idle_timeout = 2
server_login_retry = 1
log_connections = 0
log_disconnections = 0
)";

bool accepts(const fs::path& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket.string().size() >= sizeof address.sun_path)
        throw std::runtime_error("too long: " + socket.string());
    std::strcpy(address.sun_path, socket.c_str());
    const int wire = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = ::connect(wire, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(wire);
    return connected;
}

std::string text_of(const fs::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

pooler::pooler(fs::path folder, const fs::path& server, const std::optional<platform::os_user>& as,
               const std::vector<std::string>& users)
    : folder_(std::move(folder)) {
    fs::create_directory(folder_);
    ::chmod(folder_.c_str(), 0711);
    std::ofstream ini(folder_ / "pgbouncer.ini");
    ini << "[databases]\n* = host=" << server.string()
        << " port=5432\n[pgbouncer]\nunix_socket_dir = " << folder_.string()
        << "\nlogfile = " << (folder_ / "log").string() << "\nauth_file = " << (folder_ / "users").string()
        << settings;
    ini.close();
    std::ofstream list(folder_ / "users");
    for (const auto& user : users) list << '"' << user << "\" \"\"\n";
    list.close();
    // It refuses to run as root.
    if (as) platform::give_to(*as, folder_);
    pid_ = platform::spawn({.path = "/usr/sbin/pgbouncer",
                            .arguments = {"--quiet", (folder_ / "pgbouncer.ini").string()},
                            .as = as,
                            .signal_when_we_die = SIGKILL});
    try {
        wait_until_it_accepts();
    } catch (...) {
        ::kill(pid_, SIGKILL);
        platform::wait_for_end(pid_, 10s);
        throw;
    }
}

pooler::~pooler() {
    ::kill(pid_, SIGTERM); // at once, whoever is still connected
    if (!platform::wait_for_end(pid_, 10s)) ::kill(pid_, SIGKILL);
}

void pooler::wait_until_it_accepts() const {
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (!accepts(folder_ / (std::string(".s.PGSQL.") + port))) {
        if (platform::wait_for_end(pid_, 20ms) || std::chrono::steady_clock::now() > until)
            throw std::runtime_error("pgbouncer does not run: " + text_of(folder_ / "log"));
    }
}

std::string pooler::url(const std::string& database, const std::string& user) const {
    return "postgresql:///" + database + "?host=" + folder_.string() + "&port=" + port + "&user=" + user;
}

} // namespace greffe::test
