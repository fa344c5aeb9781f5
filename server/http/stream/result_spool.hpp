// A queue of bytes between who makes results and a client that may not read them yet: a bounded part in
// memory, the rest in a file that has no name and dies with this value. First in, first out. Not thread-safe.
#pragma once
#include "server/http/stream/unnamed_file.hpp"

namespace greffe::http {

class result_spool {
  public:
    result_spool(std::filesystem::path folder, std::size_t in_memory)
        : in_memory_(in_memory), file_(std::move(folder)) {}

    /// Throws std::system_error when the disk is full.
    void push(std::string_view bytes);
    /// The oldest bytes, at most `most`; empty when there are none.
    std::string take(std::size_t most);
    bool empty() const { return memory_.empty() && written_ == read_; }

  private:
    std::size_t in_memory_;
    std::string memory_; ///< older than what is in the file
    unnamed_file file_;
    std::uint64_t written_ = 0;
    std::uint64_t read_ = 0;
};

} // namespace greffe::http
