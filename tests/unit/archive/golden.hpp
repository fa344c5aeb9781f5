// Bytes that never change, as files in tests/data/archive. A test that differs says where; running it with
// GREFFE_WRITE_GOLDEN=1 writes the files anew, for a reviewer to read in the diff.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace greffe::archive::test {

inline void expect_golden(const std::string& name, const std::string& bytes) {
    const std::string path = std::string(GREFFE_SOURCE_DIR) + "/tests/data/archive/" + name;
    if (std::getenv("GREFFE_WRITE_GOLDEN")) std::ofstream(path, std::ios::binary) << bytes;
    std::ifstream file(path, std::ios::binary);
    ASSERT_TRUE(file) << path << " is missing";
    const std::string wanted{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes, wanted) << name;
}

} // namespace greffe::archive::test
