#include "server/platform/socket_folder.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

namespace greffe::platform {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t longest_folder = 80; // leaves room for "/.s.PGSQL.5432" and the lock beside it

// FNV-1a, 64 bits: names a folder, protects nothing.
std::uint64_t hash(std::string_view text) {
    std::uint64_t h = 14695981039346656037U;
    for (const unsigned char c : text) h = (h ^ c) * 1099511628211U;
    return h;
}

std::vector<fs::path> places() {
    std::vector<fs::path> list;
    if (::geteuid() == 0) list.emplace_back("/run");
    // PostgreSQL reads its socket folder as a list with commas and quotes: only plain names.
    else if (const char* runtime = std::getenv("XDG_RUNTIME_DIR");
             runtime && *runtime == '/' &&
             std::string_view(runtime).find_first_of(",\"' ") == std::string_view::npos)
        list.emplace_back(runtime);
    list.emplace_back("/tmp");
    list.emplace_back("/var/tmp");
    return list;
}

bool is_ours(const fs::path& folder, uid_t owner) {
    struct stat found;
    return ::lstat(folder.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == owner &&
           (found.st_mode & 07777) == 0700;
}

bool make(const fs::path& folder, uid_t owner, gid_t group) {
    if (::mkdir(folder.c_str(), 0700) != 0) return false;
    if (::chmod(folder.c_str(), 0700) == 0 &&
        (::geteuid() == owner || ::lchown(folder.c_str(), owner, group) == 0))
        return true;
    ::rmdir(folder.c_str());
    return false;
}

std::string name_for(const fs::path& data, uid_t owner) {
    char name[64];
    std::snprintf(name, sizeof name, "greffe-%u-%016llx", static_cast<unsigned>(owner),
                  static_cast<unsigned long long>(hash(data.string())));
    return name;
}

} // namespace

fs::path make_socket_folder(const fs::path& data, uid_t owner, gid_t group) {
    const auto name = name_for(data, owner);
    const auto candidates = places();
    for (const auto& place : candidates)
        if (is_ours(place / name, owner)) return place / name;
    for (const auto& place : candidates) {
        const auto folder = place / name;
        if (folder.string().size() <= longest_folder && make(folder, owner, group)) return folder;
    }
    throw std::runtime_error("no place for the folder of PostgreSQL's socket: " + name +
                             " can be made neither under /run, nor /tmp, nor /var/tmp");
}

void remove_socket_folder(const fs::path& data, uid_t owner) {
    const auto name = name_for(data, owner);
    for (const auto& place : places()) {
        std::error_code ignored;
        if (is_ours(place / name, owner)) fs::remove_all(place / name, ignored);
    }
}

} // namespace greffe::platform
