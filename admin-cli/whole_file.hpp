// A file that is whole or absent: written beside its place as PATH.part, put there by a rename once
// everything is on disk. Owns the part file, which goes with it unless finish() was reached. Not thread-safe.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace greffe::cli {

class whole_file {
  public:
    /// Throws failure (refused) when the part file cannot be made, as do the others when the disk is full.
    explicit whole_file(std::filesystem::path path);
    whole_file(const whole_file&) = delete;
    whole_file& operator=(const whole_file&) = delete;
    ~whole_file();

    void write(std::string_view bytes);
    /// Flushed, renamed, the folder flushed too.
    void finish();
    std::uint64_t size() const { return size_; }

  private:
    [[noreturn]] void fail(const char* doing) const;

    std::filesystem::path path_;
    std::filesystem::path part_;
    int descriptor_ = -1;
    bool finished_ = false;
    std::uint64_t size_ = 0;
};

} // namespace greffe::cli
