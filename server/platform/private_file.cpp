#include "server/platform/private_file.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace greffe::platform {

namespace fs = std::filesystem;

namespace {

void sync_folder(const fs::path& folder) {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    ::fsync(fd);
    ::close(fd);
}

} // namespace

void write_private_file(const fs::path& path, std::string_view content) {
    // mkstemp makes the file 0600, and under a name that nobody can have prepared.
    std::string beside = path.string() + ".XXXXXX";
    const int fd = ::mkostemp(beside.data(), O_CLOEXEC);
    const auto fail = [&](const std::string& what) {
        const int error = errno;
        if (fd >= 0) ::close(fd);
        ::unlink(beside.c_str());
        throw std::system_error(error, std::generic_category(), what + " " + path.string());
    };
    if (fd < 0) fail("create");
    while (!content.empty()) {
        const auto wrote = ::write(fd, content.data(), content.size());
        if (wrote < 0 && errno != EINTR) fail("write");
        if (wrote > 0) content.remove_prefix(static_cast<std::size_t>(wrote));
    }
    if (::fsync(fd) != 0) fail("sync");
    if (::rename(beside.c_str(), path.c_str()) != 0) fail("rename");
    ::close(fd);
    sync_folder(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

} // namespace greffe::platform
