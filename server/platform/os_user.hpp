// Another user of the operating system, for a program that must not run as root. Functions are safe from any
// thread.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace greffe::platform {

struct os_user {
    std::string name;
    uid_t uid;
    gid_t gid;
    std::vector<gid_t> groups; ///< all of them, `gid` too
};

bool running_as_root();
std::optional<os_user> find_user(const std::string& name);
std::optional<os_user> find_user(uid_t uid);

/// The first of `path`'s ancestors and itself, from the root on, that `user` may not enter; nullopt when it
/// can enter all. Asked of the kernel in a child process of that user, so that access lists count. Needs
/// root.
std::optional<std::filesystem::path> first_closed_to(const os_user& user, const std::filesystem::path& path);

/// Between fork and exec only: becomes `user` for good. False: errno says why.
bool become(const os_user& user) noexcept;

/// Gives a folder and all below it to `user`, following no link. Needs root.
void give_to(const os_user& user, const std::filesystem::path& folder);

} // namespace greffe::platform
