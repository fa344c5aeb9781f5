// What a data folder's postmaster.pid tells of the server that runs, or ran, on it. Safe from any thread.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include <sys/types.h>

namespace greffe::platform {

struct postmaster {
    pid_t pid = 0;
    std::filesystem::path socket_folder;
    int port = 0;
    int shared_memory = -1; ///< System V id, -1 when the file does not name one (yet)
    std::string status;     ///< "starting", "ready", "stopping"

    /// Nullopt when there is no file, or not even a pid in it yet.
    static std::optional<postmaster> read(const std::filesystem::path& data);

    /// The process of that number lives and serves `data`, as its command line says. A number that the system
    /// gave to another program since is not a postmaster.
    bool serves(const std::filesystem::path& data) const;
    /// The socket takes connections, and the kernel says that this very process listens.
    bool answers() const;
    /// Nobody holds what it left behind: no process with its number, no backend attached to its shared
    /// memory. The file may be deleted.
    bool is_leftover(const std::filesystem::path& data) const;
};

} // namespace greffe::platform
