// Where a private server's unix socket lives: a folder of mode 0700, of the server's user, with a path so
// short that socket paths (107 bytes at most) fit whatever the length of the data folder's path. Safe from
// any thread.
#pragma once
#include <filesystem>

#include <sys/types.h>

namespace greffe::platform {

/// The socket folder for `data`: the same for the same data and owner, found again or made. Under /run for
/// root, the user's runtime folder, or /tmp. A folder of that name that is not a plain folder of `owner` with
/// mode 0700 (someone else may have put it there) is passed over. Throws std::runtime_error when there is no
/// place left.
std::filesystem::path make_socket_folder(const std::filesystem::path& data, uid_t owner, gid_t group);

/// Takes it away, with what a killed server left in it. No server may run on `data`.
void remove_socket_folder(const std::filesystem::path& data, uid_t owner);

} // namespace greffe::platform
