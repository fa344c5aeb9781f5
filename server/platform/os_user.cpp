#include "server/platform/os_user.hpp"

#include <system_error>

#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace greffe::platform {

namespace fs = std::filesystem;

namespace {

std::optional<os_user> from_entry(const passwd* entry) {
    if (!entry) return std::nullopt;
    os_user user{entry->pw_name, entry->pw_uid, entry->pw_gid, {}};
    int count = 64;
    user.groups.resize(static_cast<std::size_t>(count));
    if (::getgrouplist(entry->pw_name, entry->pw_gid, user.groups.data(), &count) < 0) {
        user.groups.resize(static_cast<std::size_t>(count));
        ::getgrouplist(entry->pw_name, entry->pw_gid, user.groups.data(), &count);
    }
    user.groups.resize(static_cast<std::size_t>(count));
    return user;
}

} // namespace

bool running_as_root() {
    return ::geteuid() == 0;
}

std::optional<os_user> find_user(const std::string& name) {
    passwd entry;
    passwd* found = nullptr;
    char buffer[4096];
    ::getpwnam_r(name.c_str(), &entry, buffer, sizeof buffer, &found);
    return from_entry(found);
}

std::optional<os_user> find_user(uid_t uid) {
    passwd entry;
    passwd* found = nullptr;
    char buffer[4096];
    ::getpwuid_r(uid, &entry, buffer, sizeof buffer, &found);
    return from_entry(found);
}

bool become(const os_user& user) noexcept {
    return ::setgroups(user.groups.size(), user.groups.data()) == 0 && ::setgid(user.gid) == 0 &&
           ::setuid(user.uid) == 0;
}

std::optional<fs::path> first_closed_to(const os_user& user, const fs::path& path) {
    fs::path prefix;
    std::vector<std::string> prefixes;
    for (const auto& part : path) {
        prefix /= part;
        prefixes.push_back(prefix.string());
    }
    // The child only makes system calls: this process may have threads that hold locks.
    const pid_t child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) {
        if (!become(user)) ::_exit(254);
        for (std::size_t i = 0; i < prefixes.size(); ++i)
            if (::access(prefixes[i].c_str(), X_OK) != 0) ::_exit(static_cast<int>(i < 253 ? i : 253));
        ::_exit(255);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    const std::size_t code = WIFEXITED(status) ? static_cast<std::size_t>(WEXITSTATUS(status)) : 254;
    if (code == 255) return std::nullopt;
    return code < prefixes.size() ? fs::path(prefixes[code]) : path;
}

void give_to(const os_user& user, const fs::path& folder) {
    const auto give = [&](const fs::path& path) {
        if (::lchown(path.c_str(), user.uid, user.gid) != 0)
            throw std::system_error(errno, std::generic_category(), "chown " + path.string());
    };
    give(folder);
    for (const auto& entry : fs::recursive_directory_iterator(folder)) give(entry.path());
}

} // namespace greffe::platform
