// A file with a secret: mode 0600 whatever the umask, replaced whole, nothing left beside it.
#include "server/platform/private_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;

class private_file : public testing::Test {
  protected:
    void SetUp() override { ASSERT_NE(::mkdtemp(folder_), nullptr); }
    void TearDown() override { fs::remove_all(folder_); }
    fs::path folder() const { return folder_; }

  private:
    char folder_[32] = "/tmp/greffe-file-XXXXXX";
};

TEST_F(private_file, is_ours_alone_and_whole) {
    const auto path = folder() / "admin.key";
    const auto umask_before = ::umask(0);
    std::ofstream(path) << "an older and much longer content";
    greffe::platform::write_private_file(path, "grf_secret\n");
    ::umask(umask_before);
    struct stat about{};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0600U);
    std::ifstream file(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "grf_secret\n");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder()), {}), 1) << "no temporary file stays";
}

TEST_F(private_file, a_folder_that_is_not_there_is_an_error) {
    EXPECT_THROW(greffe::platform::write_private_file(folder() / "no" / "admin.key", "x"), std::system_error);
}

} // namespace
