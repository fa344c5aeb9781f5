// The texts that operators read, and the programs they run: what the tests of this folder share.
#pragma once
#include <filesystem>
#include <regex>
#include <set>
#include <string>

namespace greffe::test {

inline const std::filesystem::path source{GREFFE_SOURCE_DIR};
inline const std::filesystem::path programs{GREFFE_BIN_DIR};

/// The whole of a file of the repository. Throws std::runtime_error when there is none.
std::string text_of(const std::filesystem::path& file);
/// What group 1 of `pattern` matches, anywhere.
std::set<std::string> all_matches(const std::string& text, const std::regex& pattern);
/// "127.0.0.1:PORT" that nobody listened at a moment ago.
std::string free_place();

} // namespace greffe::test
