#include "admin-cli/input_file.hpp"

#include "admin-cli/outcome.hpp"
#include "admin-cli/terminal_text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace greffe::cli {

namespace {

constexpr std::size_t file_piece = 64 << 10;
constexpr int look_up_every = 200; // ms: how long a silent pipe keeps us from seeing that we should stop

[[noreturn]] void fail(const std::string& path, const std::string& why) {
    throw failure(exit_code::refused, "cannot read " + one_line(path) + ": " + why);
}

} // namespace

input_file::input_file(const std::string& path)
    : path_(path), descriptor_(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) fail(path_, std::generic_category().message(errno));
}

input_file::~input_file() {
    if (descriptor_ != STDIN_FILENO) close(descriptor_);
}

std::string input_file::next_piece(const std::function<bool()>& stopping) {
    pollfd waiting{.fd = descriptor_, .events = POLLIN, .revents = 0};
    while (!stopping()) {
        if (poll(&waiting, 1, look_up_every) == 0) continue;
        std::string piece(file_piece, '\0');
        const auto got = read(descriptor_, piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail(path_, std::generic_category().message(errno));
        piece.resize(static_cast<std::size_t>(got));
        return piece;
    }
    return {};
}

std::optional<std::uint64_t> input_file::size() const {
    struct stat found{};
    if (fstat(descriptor_, &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(found.st_size);
}

std::string input_file::whole(std::size_t most) {
    std::string all;
    for (;;) {
        const auto piece = next_piece([] { return false; });
        if (piece.empty()) return all;
        if (all.size() + piece.size() > most)
            fail(path_, "it has more than " + std::to_string(most) + " bytes");
        all += piece;
    }
}

} // namespace greffe::cli
