#include "server/platform/postgres_programs.hpp"

#include "server/platform/child_process.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>

#include <unistd.h>

namespace greffe::platform {

namespace fs = std::filesystem;

namespace {

bool executable(const fs::path& file) {
    return ::access(file.c_str(), X_OK) == 0;
}

// "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)" -> 15
int version_of(const fs::path& postgres) {
    try {
        const auto answer = run({.path = postgres, .arguments = {"--version"}});
        const auto digit = answer.output.find_first_of("0123456789");
        return answer.exit_code == 0 && digit != std::string::npos ? std::atoi(answer.output.c_str() + digit)
                                                                   : 0;
    } catch (const std::system_error&) {
        return 0;
    }
}

std::vector<fs::path> path_folders() {
    std::vector<fs::path> folders;
    const char* path = std::getenv("PATH");
    std::istringstream parts(path ? path : "");
    for (std::string part; std::getline(parts, part, ':');)
        if (!part.empty()) folders.emplace_back(part);
    return folders;
}

std::vector<fs::path> candidate_folders() {
    std::vector<fs::path> folders;
    std::error_code absent;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", absent))
        folders.push_back(entry.path() / "bin");
    for (const auto& folder : path_folders()) {
        if (executable(folder / "pg_config")) {
            auto answer = run({.path = folder / "pg_config", .arguments = {"--bindir"}});
            answer.output.erase(answer.output.find_last_not_of("\r\n") + 1);
            if (answer.exit_code == 0) folders.emplace_back(answer.output);
        }
        folders.push_back(folder);
    }
    return folders;
}

} // namespace

std::vector<postgres_programs> installed_postgres() {
    std::vector<postgres_programs> found;
    for (const auto& folder : candidate_folders()) {
        if (!executable(folder / "postgres") || !executable(folder / "initdb")) continue;
        const int major = version_of(folder / "postgres");
        const bool known =
            std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.major == major; });
        if (major > 0 && !known) found.push_back({folder, major});
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.major > b.major; });
    return found;
}

std::optional<int> cluster_major(const fs::path& data) {
    std::ifstream file(data / "PG_VERSION");
    int major = 0;
    if (file >> major) return major;
    return std::nullopt;
}

} // namespace greffe::platform
