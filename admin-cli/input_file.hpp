// A file, or standard input as "-", read piece by piece. Reading can be given up while it waits for a pipe.
// Owns the descriptor; one reader at a time.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace greffe::cli {

class input_file {
  public:
    /// Throws failure (refused) when the file cannot be opened.
    explicit input_file(const std::string& path);
    input_file(const input_file&) = delete;
    input_file& operator=(const input_file&) = delete;
    ~input_file();

    /// The next bytes; empty at the end, or soon after `stopping` answers true. Throws failure (refused).
    std::string next_piece(const std::function<bool()>& stopping);
    /// Bytes of a regular file; nullopt: a pipe or the like, whose end is not known.
    std::optional<std::uint64_t> size() const;
    /// All of it. Throws failure (refused), also when it has more than `most` bytes.
    std::string whole(std::size_t most);

  private:
    std::string path_;
    int descriptor_;
};

} // namespace greffe::cli
