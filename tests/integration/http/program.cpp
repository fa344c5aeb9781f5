#include "tests/integration/http/program.hpp"

#include "tests/integration/http/test_server.hpp"
#include "tests/support/resident_memory.hpp"

#include <fstream>

namespace greffe::test {

server_program::server_program(std::filesystem::path data, const std::string& database,
                               std::vector<std::string> environment, const std::string& log_level,
                               const std::string& listen)
    : data_(std::move(data)) {
    std::vector<std::string> arguments{"--listen",     listen,        "--data",
                                       data_.string(), "--log-level", log_level};
    if (!database.empty()) arguments.insert(arguments.end(), {"--database", database});
    process_ = std::make_unique<process>(std::filesystem::path(GREFFE_BIN_DIR) / "greffe-server", arguments,
                                         std::move(environment));
    const auto line = process_->wait_for_line("greffe-server listening on ", std::chrono::minutes{2});
    url_ = line.substr(line.find("http://"));
}

std::string server_program::admin_key() const {
    return first_line_of(data_ / "admin.key");
}

std::size_t server_program::memory() const {
    return resident_memory(process_->pid());
}

std::size_t server_program::descriptors() const {
    const std::filesystem::directory_iterator all("/proc/" + std::to_string(process_->pid()) + "/fd");
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

pid_t postmaster_of(const std::filesystem::path& data) {
    std::ifstream in(data / "postgres" / "postmaster.pid");
    pid_t pid = 0;
    in >> pid;
    return pid;
}

} // namespace greffe::test
