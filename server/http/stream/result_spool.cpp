#include "server/http/stream/result_spool.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace greffe::http {

namespace {

[[noreturn]] void fail(const char* doing) {
    throw std::system_error(errno, std::generic_category(), doing);
}

} // namespace

result_spool::result_spool(std::filesystem::path folder, std::size_t in_memory)
    : folder_(std::move(folder)), in_memory_(in_memory) {}

result_spool::~result_spool() {
    if (file_ >= 0) ::close(file_);
}

void result_spool::open() {
    std::string name = (folder_ / "results-XXXXXX").string();
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0) fail("opening a spool file");
    ::unlink(name.c_str());
}

void result_spool::push(std::string_view bytes) {
    if (written_ == read_ && memory_.size() + bytes.size() <= in_memory_) {
        memory_.append(bytes);
        return;
    }
    if (file_ < 0) open();
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(written_));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("writing a spool file");
        written_ += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

std::string result_spool::take(std::size_t most) {
    std::string taken;
    if (!memory_.empty()) {
        taken = memory_.substr(0, most);
        memory_.erase(0, taken.size());
        return taken;
    }
    taken.resize(std::min<std::uint64_t>(most, written_ - read_));
    if (taken.empty()) return taken;
    const ssize_t n = ::pread(file_, taken.data(), taken.size(), static_cast<off_t>(read_));
    if (n < 0) fail("reading a spool file");
    taken.resize(static_cast<std::size_t>(n));
    read_ += taken.size();
    if (read_ == written_) {
        // Caught up: the disk gets its space back.
        if (::ftruncate(file_, 0) != 0) fail("emptying a spool file");
        read_ = written_ = 0;
    }
    return taken;
}

} // namespace greffe::http
