#include "admin-cli/key_hint.hpp"

#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace greffe::cli {

namespace {

/// Where greffe-server keeps its data when --data does not say otherwise.
std::vector<std::string> usual_key_files() {
    std::vector<std::string> files;
    if (const char* share = std::getenv("XDG_DATA_HOME"); share && *share)
        files.push_back(std::string(share) + "/greffe/admin.key");
    if (const char* home = std::getenv("HOME"); home && *home)
        files.push_back(std::string(home) + "/.local/share/greffe/admin.key");
    files.emplace_back("/var/lib/greffe/admin.key");
    return files;
}

} // namespace

std::string key_hint(bool had_key) {
    const std::string set = had_key ? "another key: " : "no key was given: ";
    for (const auto& file : usual_key_files())
        if (access(file.c_str(), R_OK) == 0) return set + "export GREFFE_KEY=\"$(cat " + file + ")\"";
    return set + "export GREFFE_KEY=grf_…, or --key; the server wrote its first one to admin.key in its data "
                 "folder";
}

} // namespace greffe::cli
