#include "admin-cli/command_line.hpp"

#include <csignal>

int main(int argc, char** argv) {
    // A reader that goes away (`greffe queue | head`) shows as a failed write.
    std::signal(SIGPIPE, SIG_IGN);
    const auto ended =
        greffe::cli::run_command_line({argv + 1, argv + argc}, greffe::cli::standard_terminal());
    return static_cast<int>(ended);
}
