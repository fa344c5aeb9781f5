// A queue of bytes between who makes results and a client that may not read them yet: a bounded part in
// memory, the rest in a file that has no name and dies with this value. First in, first out. Not thread-safe.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace greffe::http {

class result_spool {
  public:
    result_spool(std::filesystem::path folder, std::size_t in_memory);
    ~result_spool();
    result_spool(const result_spool&) = delete;
    result_spool& operator=(const result_spool&) = delete;

    /// Throws std::system_error when the disk is full.
    void push(std::string_view bytes);
    /// The oldest bytes, at most `most`; empty when there are none.
    std::string take(std::size_t most);
    bool empty() const { return memory_.empty() && written_ == read_; }

  private:
    void open();

    std::filesystem::path folder_;
    std::size_t in_memory_;
    std::string memory_; ///< older than what is in the file
    int file_ = -1;
    std::uint64_t written_ = 0;
    std::uint64_t read_ = 0;
};

} // namespace greffe::http
