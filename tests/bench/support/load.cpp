#include "tests/bench/support/load.hpp"

#include "server/platform/clock.hpp"
#include "server/platform/postgres_programs.hpp"
#include "tests/support/process.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace greffe::bench {

namespace {

using test::run_program;

std::string output_of(const std::filesystem::path& program, const std::vector<std::string>& arguments) {
    const auto ran = run_program(program, arguments, {}, {}, std::chrono::minutes{10});
    if (ran.exit_code != 0) throw std::runtime_error(program.string() + ": " + ran.output + ran.errors);
    return ran.output;
}

std::string after(const std::string& text, const std::string& mark) {
    const auto at = text.find(mark);
    if (at == std::string::npos) throw std::runtime_error("no \"" + mark + "\" in: " + text);
    return text.substr(at + mark.size());
}

} // namespace

double run_pgbench(const database_load& what) {
    const auto programs = platform::installed_postgres();
    if (programs.empty()) throw std::runtime_error("no PostgreSQL is installed");
    const auto text = output_of(programs.front().folder / "pgbench",
                                {"-n", "-M", "prepared", "-c", std::to_string(what.connections), "-j", "2",
                                 "-T", std::to_string(what.seconds), "-f", what.script.string(), what.url});
    return std::stod(after(text, "tps = "));
}

http_result run_wrk(const http_load& what) {
    std::vector<std::string> arguments{"-t2",
                                       "-c" + std::to_string(what.connections),
                                       "-d" + std::to_string(what.seconds) + "s",
                                       "--timeout",
                                       "10s",
                                       "-s",
                                       what.script.string(),
                                       what.url,
                                       "--"};
    std::istringstream words(what.arguments);
    for (std::string word; words >> word;) arguments.push_back(word);
    std::istringstream told(after(output_of("/usr/bin/wrk", arguments), "RESULT "));
    http_result result;
    double microseconds = 0;
    told >> result.requests >> microseconds >> result.p50 >> result.p99 >> result.failed;
    result.p50 /= 1000;
    result.p99 /= 1000;
    result.rate = static_cast<double>(result.requests) * 1e6 / microseconds;
    return result;
}

double run_import(const std::string& url, const std::string& key, const std::string& target,
                  const std::filesystem::path& file) {
    const auto results = file.string() + ".results";
    const platform::stopwatch watch;
    output_of("/usr/bin/curl",
              {"-sS", "--fail", "-X", "POST", "-H", "Authorization: Bearer " + key, "-H",
               "Content-Type: application/x-ndjson", "-T", file.string(), "-o", results, url + target});
    const double seconds = watch.seconds();
    std::ifstream lines(results);
    for (std::string line; std::getline(lines, line);)
        if (line.find("\"error\"") != std::string::npos) throw std::runtime_error("refused: " + line);
    std::filesystem::remove(results);
    return seconds;
}

} // namespace greffe::bench
