// Files that only our own user may read. Safe from any thread.
#pragma once
#include <filesystem>
#include <string_view>

namespace greffe::platform {

/// Writes `content` to `path`, mode 0600, whole or not at all: a file beside it, synced, then renamed over
/// it. Throws std::system_error.
void write_private_file(const std::filesystem::path& path, std::string_view content);

} // namespace greffe::platform
