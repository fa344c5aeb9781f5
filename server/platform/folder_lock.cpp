#include "server/platform/folder_lock.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace greffe::platform {

folder_locked::folder_locked(const std::filesystem::path& folder, pid_t holder)
    : std::runtime_error(folder.string() + " is in use by another greffe-server (process " +
                         std::to_string(holder) +
                         "): stop that one, or give this one another --data folder") {}

folder_lock::folder_lock(const std::filesystem::path& folder) {
    const auto path = folder / "lock";
    fd_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd_ < 0) throw std::system_error(errno, std::generic_category(), "open " + path.string());
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
        const int error = errno;
        char text[32] = {};
        [[maybe_unused]] const auto got = ::pread(fd_, text, sizeof text - 1, 0);
        ::close(fd_);
        if (error == EWOULDBLOCK) throw folder_locked(folder, static_cast<pid_t>(std::atol(text)));
        throw std::system_error(error, std::generic_category(), "lock " + path.string());
    }
    const auto text = std::to_string(::getpid()) + "\n";
    [[maybe_unused]] const auto cut = ::ftruncate(fd_, 0);
    [[maybe_unused]] const auto wrote = ::pwrite(fd_, text.data(), text.size(), 0);
}

folder_lock::~folder_lock() {
    if (fd_ >= 0) ::close(fd_);
}

} // namespace greffe::platform
