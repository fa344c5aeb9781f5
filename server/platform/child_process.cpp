#include "server/platform/child_process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" { // glibc 2.36 forgets to say so
#include <sys/pidfd.h>
}

namespace greffe::platform {

namespace {

[[noreturn]] void fail(const std::string& what, int error = errno) {
    throw std::system_error(error, std::generic_category(), what);
}

class descriptor {
  public:
    descriptor() = default;
    explicit descriptor(int fd) : fd_(fd) {}
    descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~descriptor() { close(); }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    int get() const { return fd_; }

  private:
    int fd_ = -1;
};

struct pipe_ends {
    descriptor read, write;
};

pipe_ends make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
    return {descriptor(ends[0]), descriptor(ends[1])};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
}

// Runs in the child, so only calls that are safe after a fork of a threaded process. Returns only on failure.
void become_program(const program& what, const char* path, char* const* arguments, char* const* environment,
                    pid_t parent, int error_pipe) {
    if (what.own_session) ::setsid();
    const int wanted[] = {what.standard_input, what.standard_output, what.standard_error};
    int sources[3];
    for (int i = 0; i < 3; ++i) {
        // Out of the way of 0, 1, 2 first: one of the given descriptors may be one of them.
        const int source = wanted[i] >= 0 ? wanted[i] : ::open("/dev/null", O_RDWR | O_CLOEXEC);
        sources[i] = ::fcntl(source, F_DUPFD_CLOEXEC, 10);
        if (sources[i] < 0) return;
    }
    for (int i = 0; i < 3; ++i)
        if (::dup2(sources[i], i) < 0) return;
    // The pipe that tells of a failed exec must outlive the sweep; it closes itself on exec.
    if (error_pipe > 3) ::close_range(3, static_cast<unsigned>(error_pipe) - 1, 0);
    ::close_range(static_cast<unsigned>(error_pipe) + 1, ~0U, 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);
    if (::chdir("/") != 0) return;
    if (what.as && !become(*what.as)) return;
    if (what.signal_when_we_die != 0) {
        // After the change of user, which clears it.
        if (::prctl(PR_SET_PDEATHSIG, what.signal_when_we_die) != 0) return;
        if (::getppid() != parent) ::_exit(1);
    }
    ::execve(path, arguments, environment);
}

int exit_code(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

pid_t spawn(const program& what) {
    const std::string path = what.path.string();
    std::vector<std::string> argument_texts{path};
    argument_texts.insert(argument_texts.end(), what.arguments.begin(), what.arguments.end());
    const auto arguments = pointers(argument_texts);
    const auto environment = pointers(what.environment);
    auto failure = make_pipe();
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) fail("fork");
    if (child == 0) {
        become_program(what, path.c_str(), arguments.data(), environment.data(), parent, failure.write.get());
        const int error = errno;
        [[maybe_unused]] const auto told = ::write(failure.write.get(), &error, sizeof error);
        ::_exit(127);
    }
    failure.write.close();
    int error = 0;
    ssize_t got;
    do got = ::read(failure.read.get(), &error, sizeof error);
    while (got < 0 && errno == EINTR);
    if (got == static_cast<ssize_t>(sizeof error)) {
        ::waitpid(child, nullptr, 0);
        fail("start " + path, error);
    }
    return child;
}

finished_program run(program what, std::string_view input) {
    auto in = make_pipe();
    auto out = make_pipe();
    what.standard_input = in.read.get();
    what.standard_output = what.standard_error = out.write.get();
    const pid_t child = spawn(what);
    in.read.close();
    out.write.close();
    finished_program finished{};
    const auto previous = ::signal(SIGPIPE, SIG_IGN);
    while (true) {
        if (input.empty()) in.write.close();
        pollfd waits[] = {{out.read.get(), POLLIN, 0}, {in.write.get(), POLLOUT, 0}};
        if (::poll(waits, 2, -1) < 0 && errno != EINTR) break;
        if (waits[1].revents != 0) {
            const auto wrote =
                ::write(in.write.get(), input.data(), std::min<std::size_t>(input.size(), 4096));
            if (wrote < 0 && errno != EINTR)
                input = {};
            else if (wrote > 0)
                input.remove_prefix(static_cast<std::size_t>(wrote));
        }
        if (waits[0].revents != 0) {
            char chunk[4096];
            const auto got = ::read(out.read.get(), chunk, sizeof chunk);
            if (got == 0) break;
            if (got > 0) finished.output.append(chunk, static_cast<std::size_t>(got));
        }
    }
    ::signal(SIGPIPE, previous);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    finished.exit_code = exit_code(status);
    return finished;
}

bool wait_for_end(pid_t pid, std::chrono::milliseconds patience) {
    const descriptor process(::pidfd_open(pid, 0));
    if (process.get() < 0 && errno != ESRCH) return false;
    if (process.get() >= 0) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        pollfd ended{process.get(), POLLIN, 0};
        int ready;
        do {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            ready = ::poll(&ended, 1, static_cast<int>(std::max<std::int64_t>(0, left.count())));
        } while (ready < 0 && errno == EINTR);
        if (ready <= 0) return false;
    }
    ::waitpid(pid, nullptr, WNOHANG);
    return true;
}

} // namespace greffe::platform
