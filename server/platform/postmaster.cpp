#include "server/platform/postmaster.hpp"

#include "server/platform/child_process.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace greffe::platform {

namespace fs = std::filesystem;

namespace {

// Lines of postmaster.pid, see src/include/utils/pidfile.h of PostgreSQL.
enum line : std::size_t {
    pid_line,
    data_line,
    start_line,
    port_line,
    socket_line,
    listen_line,
    memory_line,
    status_line
};

std::optional<std::string> command_line(pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline", std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// Unlike kill(pid, 0), says no for one that ended and that nobody has reaped yet.
bool alive(pid_t pid) {
    return !wait_for_end(pid, std::chrono::milliseconds{0});
}

} // namespace

std::optional<postmaster> postmaster::read(const fs::path& data) {
    std::ifstream file(data / "postmaster.pid");
    std::vector<std::string> lines;
    for (std::string text; std::getline(file, text);) lines.push_back(text);
    lines.resize(status_line + 1);
    postmaster found;
    found.pid = std::abs(std::atoi(lines[pid_line].c_str())); // negative: a single-user backend
    if (found.pid == 0) return std::nullopt;
    found.port = std::atoi(lines[port_line].c_str());
    found.socket_folder = lines[socket_line];
    long key = 0;
    if (std::istringstream memory(lines[memory_line]); !(memory >> key >> found.shared_memory))
        found.shared_memory = -1;
    found.status = lines[status_line].substr(0, lines[status_line].find(' '));
    return found;
}

bool postmaster::serves(const fs::path& data) const {
    const auto arguments = command_line(pid);
    return arguments && arguments->find(std::string("\0-D\0", 4) + data.string() + '\0') != std::string::npos;
}

bool postmaster::answers() const {
    const auto path = (socket_folder / (".s.PGSQL." + std::to_string(port))).string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return false;
    ucred listener{};
    socklen_t size = sizeof listener;
    const bool ours = ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                      ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &listener, &size) == 0 && listener.pid == pid;
    ::close(fd);
    return ours;
}

bool postmaster::is_leftover(const fs::path& data) const {
    if (alive(pid)) {
        const auto arguments = command_line(pid);
        if (!arguments || arguments->empty() || serves(data)) return false;
    }
    shmid_ds memory{};
    if (shared_memory < 0) return true;
    if (::shmctl(shared_memory, IPC_STAT, &memory) == 0) return memory.shm_nattch == 0;
    return errno == EINVAL || errno == EIDRM;
}

} // namespace greffe::platform
