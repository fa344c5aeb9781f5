#include "tests/integration/http/program.hpp"

#include "tests/integration/http/test_server.hpp"

#include <fstream>

namespace greffe::test {

server_program::server_program(std::filesystem::path data, const std::string& database,
                               std::vector<std::string> environment, const std::string& log_level)
    : data_(std::move(data)) {
    std::vector<std::string> arguments{"--listen",     "127.0.0.1:0", "--data",
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
    std::ifstream in("/proc/" + std::to_string(process_->pid()) + "/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    in >> total >> resident;
    return resident * 4096;
}

} // namespace greffe::test
