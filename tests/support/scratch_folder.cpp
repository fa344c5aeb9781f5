#include "tests/support/scratch_folder.hpp"

#include "server/platform/child_process.hpp"
#include "server/platform/postmaster.hpp"
#include "server/platform/socket_folder.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace greffe::test {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "greffe-test-";

void stop_servers_below(const fs::path& folder) {
    std::error_code ignored;
    std::vector<fs::path> clusters;
    for (auto at =
             fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, ignored);
         at != fs::recursive_directory_iterator(); at.increment(ignored)) {
        if (at->path().filename() == "base")
            at.disable_recursion_pending();
        else if (at->path().filename() == "PG_VERSION")
            clusters.push_back(at->path().parent_path());
    }
    for (const auto& data : clusters) {
        struct stat about{};
        if (::stat(data.c_str(), &about) != 0) continue;
        const auto running = platform::postmaster::read(data);
        if (running && running->serves(data)) {
            ::kill(running->pid, SIGQUIT);
            platform::wait_for_end(running->pid, std::chrono::seconds{10});
        }
        platform::remove_socket_folder(data, about.st_uid);
    }
}

void remove_folder(const fs::path& folder) {
    stop_servers_below(folder);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

// Removes what test programs that were killed have left: their lock is free.
void sweep() {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/tmp", ignored)) {
        if (!entry.path().filename().string().starts_with(prefix)) continue;
        const int fd = ::open((entry.path() / "held").c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (fd < 0) continue;
        struct stat about{};
        const bool ours = ::fstat(fd, &about) == 0 && about.st_uid == ::geteuid();
        if (ours && ::flock(fd, LOCK_EX | LOCK_NB) == 0) remove_folder(entry.path());
        ::close(fd);
    }
}

} // namespace

scratch_folder::scratch_folder() {
    static std::once_flag once;
    std::call_once(once, sweep);
    std::string name = "/tmp/" + std::string(prefix) + "XXXXXX";
    if (!::mkdtemp(name.data())) throw std::system_error(errno, std::generic_category(), "mkdtemp");
    path_ = name;
    // Locked under another name first: a sweeper never sees the file unlocked.
    const auto fresh = path_ / "fresh";
    held_ = ::open(fresh.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (held_ < 0 || ::flock(held_, LOCK_EX) != 0)
        throw std::system_error(errno, std::generic_category(), fresh);
    fs::rename(fresh, path_ / "held");
    ::chmod(path_.c_str(), 0711);
}

scratch_folder::~scratch_folder() {
    remove_folder(path_);
    ::close(held_);
}

} // namespace greffe::test
