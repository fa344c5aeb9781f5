#include "tests/bench/support/bench_server.hpp"

#include "tests/bench/support/processor_time.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace greffe::bench {

namespace {

std::vector<std::string> shell_command(const std::filesystem::path& program, const std::string& database_url,
                                       const std::filesystem::path& data,
                                       const std::vector<std::string>& options) {
    // sh only redirects, then becomes the server: its process id is the server's.
    std::vector<std::string> arguments{"-c", "log=$1; shift; exec \"$@\" 2>\"$log\"", "sh",
                                       (data / "server.log").string(), program.string()};
    arguments.insert(arguments.end(), {"--listen", "127.0.0.1:0", "--data", (data / "greffe").string(),
                                       "--database", database_url});
    arguments.insert(arguments.end(), options.begin(), options.end());
    return arguments;
}

void expect_status(const test::http_response& got, int status, const std::string& what) {
    if (got.status != status)
        throw std::runtime_error(what + ": " + std::to_string(got.status) + " " + got.body);
}

} // namespace

std::string article_name(int number) {
    const auto digits = std::to_string(number);
    return "a-" + std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

bench_server::bench_server(const std::filesystem::path& programs, const std::string& database_url,
                           std::vector<std::string> options, std::string key)
    : server_("/bin/sh", shell_command(programs / "greffe-server", database_url, data_.path(), options)),
      key_(std::move(key)) {
    const auto line = server_.wait_for_line("listening on http://");
    url_ = line.substr(line.find("http://"));
    if (key_.empty()) std::ifstream(data_ / "greffe/admin.key") >> key_;
    if (key_.empty()) throw std::runtime_error("the server wrote no admin.key");
}

bench_server::~bench_server() {
    server_.signal(SIGTERM);
    server_.wait();
}

void bench_server::prepare_site(const std::string& ruleset, int articles) const {
    const auto admin = client();
    expect_status(admin.post("/v1/sites", R"({"name":"bench"})"), 201, "site");
    expect_status(admin.put("/v1/sites/bench/ruleset", ruleset), 201, "ruleset");
    constexpr int at_once = 200;
    for (int begin = 0; begin < articles; begin += at_once) {
        std::ostringstream lines;
        for (int i = begin; i < std::min(articles, begin + at_once); ++i)
            lines
                << R"({"type":"article","external_id":")" << article_name(i)
                << R"(","title":"Les marchés, suite )" << i
                << R"(","section":"bourse","tags":["isin:FR0000131104"],"published_at":"2024-04-09T07:56:00Z"})"
                << '\n';
        const auto imported = admin.post("/v1/sites/bench/import?screen=live", lines.str());
        expect_status(imported, 200, "articles");
        if (const auto refused = imported.body.find("\"error\""); refused != std::string::npos)
            throw std::runtime_error("articles: " + imported.body.substr(refused, 200));
    }
}

std::int64_t bench_server::peak_memory() const {
    std::ifstream status("/proc/" + std::to_string(server_.pid()) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6)) * 1024;
    throw std::runtime_error("the server is gone");
}

void bench_server::reset_peak_memory() const {
    std::ofstream("/proc/" + std::to_string(server_.pid()) + "/clear_refs") << "5";
}

double bench_server::processor_seconds() const {
    return used_by(server_.pid()).own;
}

} // namespace greffe::bench
