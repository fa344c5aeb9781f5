#include "tests/support/process.hpp"

#include "server/platform/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace greffe::test {

namespace {

std::vector<std::string> environment_with(const std::vector<std::string>& more) {
    std::vector<std::string> all;
    for (char** at = environ; *at; ++at) {
        const std::string_view entry = *at;
        const auto name = entry.substr(0, entry.find('=') + 1);
        bool replaced = false;
        for (const auto& one : more) replaced = replaced || one.starts_with(name);
        if (!replaced) all.emplace_back(entry);
    }
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

int exit_code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::optional<int> reap(pid_t pid, std::chrono::milliseconds within) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    int status = 0;
    while (true) {
        const pid_t ended = ::waitpid(pid, &status, WNOHANG);
        if (ended == pid) return exit_code_of(status);
        if (ended < 0 && errno != EINTR) return 127;
        if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void write_all(int fd, std::string_view text) {
    const auto previous = ::signal(SIGPIPE, SIG_IGN);
    while (!text.empty()) {
        const auto wrote = ::write(fd, text.data(), text.size());
        if (wrote > 0)
            text.remove_prefix(static_cast<std::size_t>(wrote));
        else if (errno != EINTR)
            break;
    }
    ::signal(SIGPIPE, previous);
}

} // namespace

process::process(std::filesystem::path program, std::vector<std::string> arguments,
                 std::vector<std::string> environment) {
    int in[2], out[2];
    if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0)
        throw std::system_error(errno, std::generic_category(), "pipe");
    pid_ = platform::spawn({.path = std::move(program),
                            .arguments = std::move(arguments),
                            .environment = environment_with(environment),
                            .signal_when_we_die = SIGKILL,
                            .standard_input = in[0],
                            .standard_output = out[1],
                            .standard_error = out[1]});
    ::close(in[0]);
    ::close(out[1]);
    input_ = in[1];
    output_ = out[0];
    reader_ = std::thread([this] { collect(); });
}

process::~process() {
    if (!exit_code_) {
        ::kill(pid_, SIGKILL);
        wait();
    }
    close_input();
    reader_.join();
    ::close(output_);
}

void process::collect() {
    char chunk[4096];
    while (true) {
        const auto got = ::read(output_, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) continue;
        const std::lock_guard lock(mutex_);
        if (got > 0)
            text_.append(chunk, static_cast<std::size_t>(got));
        else
            ended_ = true;
        more_.notify_all();
        if (got <= 0) return;
    }
}

std::string process::wait_for_line(std::string_view text, std::chrono::milliseconds within) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    std::unique_lock lock(mutex_);
    while (true) {
        if (const auto at = text_.find(text); at != std::string::npos) {
            const auto end = text_.find('\n', at);
            if (end != std::string::npos) {
                const auto begin = text_.rfind('\n', at);
                const auto first = begin == std::string::npos ? 0 : begin + 1;
                return text_.substr(first, end - first);
            }
        }
        if (ended_)
            throw std::runtime_error("the program ended without a line with \"" + std::string(text) +
                                     "\": " + text_);
        if (more_.wait_until(lock, deadline) == std::cv_status::timeout)
            throw std::runtime_error("no line with \"" + std::string(text) + "\" in time: " + text_);
    }
}

void process::signal(int number) {
    if (!exit_code_) ::kill(pid_, number);
}

std::optional<int> process::wait(std::chrono::milliseconds within) {
    if (!exit_code_) exit_code_ = reap(pid_, within);
    return exit_code_;
}

bool process::running() {
    return !wait(std::chrono::milliseconds{0});
}

void process::write_and_close(std::string_view input) {
    write_all(input_, input);
    close_input();
}

void process::close_input() {
    if (input_ >= 0) ::close(input_);
    input_ = -1;
}

std::string process::output() const {
    const std::lock_guard lock(mutex_);
    return text_;
}

outcome run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment, std::string_view input,
                    std::chrono::milliseconds within) {
    // Files in memory, not pipes: the program may write what it wants before anybody reads.
    const auto file = [](const char* name) { return ::memfd_create(name, MFD_CLOEXEC); };
    const int in = file("in"), out = file("out"), err = file("err");
    write_all(in, input);
    ::lseek(in, 0, SEEK_SET);
    const pid_t pid = platform::spawn({.path = program,
                                       .arguments = arguments,
                                       .environment = environment_with(environment),
                                       .signal_when_we_die = SIGKILL,
                                       .standard_input = in,
                                       .standard_output = out,
                                       .standard_error = err});
    const auto exit_code = reap(pid, within);
    if (!exit_code) {
        ::kill(pid, SIGKILL);
        reap(pid, std::chrono::seconds{10});
    }
    const auto contents = [](int fd) {
        std::string text(static_cast<std::size_t>(::lseek(fd, 0, SEEK_END)), '\0');
        [[maybe_unused]] const auto got = ::pread(fd, text.data(), text.size(), 0);
        ::close(fd);
        return text;
    };
    ::close(in);
    outcome result{exit_code.value_or(0), contents(out), contents(err)};
    if (!exit_code)
        throw std::runtime_error(program.string() + " took too long: " + result.output + result.errors);
    return result;
}

} // namespace greffe::test
