#include "tests/support/running_server.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace greffe::test {

namespace {

std::string url_in(const std::string& line) {
    const auto begin = line.find("http://");
    if (begin == std::string::npos) throw std::runtime_error("no address in: " + line);
    return line.substr(begin, line.find_first_of("\" \t\r\n/", begin + 7) - begin);
}

} // namespace

running_server::running_server(std::filesystem::path programs)
    : programs_(std::move(programs)),
      server_(programs_ / "greffe-server",
              {"--listen", "127.0.0.1:0", "--data", (data_ / "greffe").string()}) {
    url_ = url_in(server_.wait_for_line("listening on http://"));
    std::ifstream(data_ / "greffe/admin.key") >> admin_key_;
    if (admin_key_.empty()) throw std::runtime_error("no admin.key\n" + server_.output());
}

running_server::~running_server() {
    server_.signal(SIGTERM);
    server_.wait();
}

std::vector<std::string> running_server::environment() const {
    return {"GREFFE_URL=" + url_, "GREFFE_KEY=" + admin_key_,
            "PATH=" + programs_.string() + ":" + std::getenv("PATH"), "TZ=UTC", "NO_COLOR=1"};
}

outcome running_server::greffe(const std::vector<std::string>& arguments, std::string_view input) const {
    return run_program(programs_ / "greffe", arguments, environment(), input);
}

} // namespace greffe::test
