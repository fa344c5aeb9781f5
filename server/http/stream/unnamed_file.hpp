// A file without a name: what it holds dies with this value, or with the process. Made when it is first
// written. Throws std::system_error. Not thread-safe.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace greffe::http {

class unnamed_file {
  public:
    explicit unnamed_file(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~unnamed_file();
    unnamed_file(const unnamed_file&) = delete;
    unnamed_file& operator=(const unnamed_file&) = delete;

    void write(std::string_view bytes, std::uint64_t at);
    /// What stands there, at most `most` bytes; fewer at the end only.
    std::string read(std::uint64_t at, std::size_t most) const;
    /// Gives the disk its space back.
    void clear();

  private:
    std::filesystem::path folder_;
    int file_ = -1;
};

} // namespace greffe::http
