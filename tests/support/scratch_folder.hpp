// A folder under /tmp for one test, which any user may pass through (PostgreSQL may run as another), gone at
// the end with everything in it: also servers of PostgreSQL that a killed test left running below it are
// stopped, here or, when the test program itself was killed, by the next test program.
#pragma once
#include <filesystem>

namespace greffe::test {

class scratch_folder {
  public:
    scratch_folder();
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    ~scratch_folder();

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::filesystem::path& name) const { return path_ / name; }

  private:
    std::filesystem::path path_;
    int held_;
};

} // namespace greffe::test
