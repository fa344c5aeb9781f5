#include "server/http/stream/unnamed_file.hpp"

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

unnamed_file::~unnamed_file() {
    if (file_ >= 0) ::close(file_);
}

void unnamed_file::write(std::string_view bytes, std::uint64_t at) {
    if (file_ < 0) {
        std::string name = (folder_ / "spool-XXXXXX").string();
        file_ = ::mkostemp(name.data(), O_CLOEXEC);
        if (file_ < 0) fail("opening a spool file");
        ::unlink(name.c_str());
    }
    while (!bytes.empty()) {
        const ssize_t n = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("writing a spool file");
        at += static_cast<std::uint64_t>(n);
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

std::string unnamed_file::read(std::uint64_t at, std::size_t most) const {
    std::string bytes(most, '\0');
    std::size_t got = 0;
    while (file_ >= 0 && got < most) {
        const ssize_t n = ::pread(file_, bytes.data() + got, most - got, static_cast<off_t>(at + got));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) fail("reading a spool file");
        if (n == 0) break;
        got += static_cast<std::size_t>(n);
    }
    bytes.resize(got);
    return bytes;
}

void unnamed_file::clear() {
    if (file_ >= 0 && ::ftruncate(file_, 0) != 0) fail("emptying a spool file");
}

} // namespace greffe::http
