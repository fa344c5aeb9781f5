// Starts programs, by fork and exec with nothing inherited by accident: descriptors beyond the three standard
// ones are closed, the environment is given, the working folder is "/". Functions are safe from any thread;
// the pids belong to the caller, who waits for them.
#pragma once
#include "server/platform/os_user.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::platform {

struct program {
    std::filesystem::path path;
    std::vector<std::string> arguments; ///< without the program's own name
    std::vector<std::string> environment = {"PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"};
    std::optional<os_user> as = {}; ///< the user to become; needs root
    bool own_session = false;       ///< away from our terminal: a Ctrl-C there is not for it
    int signal_when_we_die = 0;     ///< sent to it when the thread that starts it ends
    int standard_input = -1;        ///< descriptors to be had as 0, 1, 2; -1: /dev/null
    int standard_output = -1;
    int standard_error = -1;
};

/// The pid of the started program. Throws std::system_error when it can't be started.
pid_t spawn(const program& what);

struct finished_program {
    int exit_code;      ///< 128 + signal when it was killed
    std::string output; ///< both its outputs, in order
};

/// Feeds `input`, waits for the end. `what`'s descriptors are not used. Throws std::system_error.
finished_program run(program what, std::string_view input = {});

/// True when the process has ended (and is reaped if it is a child); false after `patience`.
bool wait_for_end(pid_t pid, std::chrono::milliseconds patience);

} // namespace greffe::platform
