// The program but for its streams: parses the command line, runs one command, says what went wrong, gives the
// exit code. Never throws.
#pragma once
#include "admin-cli/outcome.hpp"
#include "admin-cli/terminal.hpp"

#include <string>
#include <vector>

namespace greffe::cli {

/// `arguments` without the program's name. GREFFE_URL and GREFFE_KEY are read from the environment.
exit_code run_command_line(std::vector<std::string> arguments, const terminal& term);

} // namespace greffe::cli
