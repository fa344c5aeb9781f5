#include "admin-cli/commands/rules_files.hpp"

#include <fstream>
#include <sstream>

namespace greffe::cli {

std::optional<std::string> read_ruleset_file(const std::filesystem::path& file) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream all;
    all << in.rdbuf();
    if (in.bad()) return std::nullopt;
    return std::move(all).str();
}

} // namespace greffe::cli
