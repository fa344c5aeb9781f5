// A folder held by one process at a time: an flock on FOLDER/lock, let go by the kernel when the holder ends
// in whatever way. The file keeps the holder's pid, for the message of whoever comes second. Move-only; one
// thread.
#pragma once
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <sys/types.h>

namespace greffe::platform {

class folder_lock {
  public:
    /// Takes the lock without waiting. Throws folder_locked when another holds it, std::system_error
    /// otherwise.
    explicit folder_lock(const std::filesystem::path& folder);
    folder_lock(folder_lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    folder_lock& operator=(folder_lock&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~folder_lock();

  private:
    int fd_ = -1;
};

struct folder_locked : std::runtime_error {
    folder_locked(const std::filesystem::path& folder, pid_t holder);
};

} // namespace greffe::platform
