#include "admin-cli/whole_file.hpp"

#include "admin-cli/outcome.hpp"
#include "admin-cli/terminal_text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace greffe::cli {

whole_file::whole_file(std::filesystem::path path) : path_(std::move(path)), part_(path_.string() + ".part") {
    descriptor_ = open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail("create");
}

whole_file::~whole_file() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!finished_) unlink(part_.c_str());
}

void whole_file::write(std::string_view bytes) {
    size_ += bytes.size();
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("write");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void whole_file::finish() {
    if (fsync(descriptor_) != 0) fail("flush");
    if (rename(part_.c_str(), path_.c_str()) != 0) fail("rename");
    finished_ = true;
    const auto folder = path_.has_parent_path() ? path_.parent_path() : std::filesystem::path(".");
    const int folder_descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_descriptor < 0) return; // a folder that may be written but not read
    fsync(folder_descriptor);
    close(folder_descriptor);
}

void whole_file::fail(const char* doing) const {
    const auto why = std::generic_category().message(errno);
    throw failure(exit_code::refused,
                  std::string("cannot ") + doing + " " + one_line(part_.string()) + ": " + why);
}

} // namespace greffe::cli
