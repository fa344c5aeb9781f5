// A program under test: started with pipes, watched line by line, killed by its pid, never outliving the test
// program. Its output (both streams, in order) is collected by a thread of its own, so that it never blocks
// on a full pipe.
#pragma once
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace greffe::test {

class process {
  public:
    /// Environment: ours, with these "NAME=value" on top.
    explicit process(std::filesystem::path program, std::vector<std::string> arguments = {},
                     std::vector<std::string> environment = {});
    process(const process&) = delete;
    process& operator=(const process&) = delete;
    /// Kills it if it still runs.
    ~process();

    /// The first line of the output, from its start, that contains `text`. Throws std::runtime_error with the
    /// output so far when the deadline passes or the program ends without it.
    std::string wait_for_line(std::string_view text,
                              std::chrono::milliseconds within = std::chrono::seconds{60});
    void signal(int number);
    /// The exit code, 128 + signal when killed; nullopt when it still runs after `within`.
    std::optional<int> wait(std::chrono::milliseconds within = std::chrono::seconds{60});
    /// To its standard input, which is then closed.
    void write_and_close(std::string_view input);

    pid_t pid() const { return pid_; }
    std::string output() const;
    bool running();

  private:
    void collect();
    void close_input();

    pid_t pid_ = 0;
    int input_ = -1;
    int output_ = -1;
    std::optional<int> exit_code_;
    mutable std::mutex mutex_;
    std::condition_variable more_;
    std::string text_;
    bool ended_ = false;
    std::thread reader_;
};

struct outcome {
    int exit_code;
    std::string output; ///< standard output
    std::string errors; ///< standard error
};

/// Runs a program to its end. Throws std::runtime_error when that takes longer than `within`.
outcome run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                    const std::vector<std::string>& environment = {}, std::string_view input = {},
                    std::chrono::milliseconds within = std::chrono::minutes{2});

} // namespace greffe::test
