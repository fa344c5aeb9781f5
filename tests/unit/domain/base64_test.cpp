#include "server/domain/base64.hpp"

#include <gtest/gtest.h>

#include <random>

namespace greffe::domain {
namespace {

TEST(Base64, KnowsTheVectorsOfRfc4648) {
    const std::pair<const char*, const char*> table[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [bytes, text] : table) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
    }
    EXPECT_EQ(to_base64("\xFB\xEF\xBE\xFF\xFF\xFF"), "++++////")
        << "the standard alphabet, not the one for URLs";
}

TEST(Base64, IsStrict) {
    for (const char* text : {"Z", "Zg", "Zg=", "Zg===", "Z===", "====", "=", "Zm9v=", "Zm9vYg", "Zm 9",
                             "Zm9\n", "Zm9v\n", "Zm9-", "Zm9_", "Zh==", "Zm9=", "Zg==Zg==", "Z=g=", "Zm9é"})
        EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

TEST(Base64, AnyBytesComeBack) {
    std::mt19937 random(64);
    for (int i = 0; i < 2'000; ++i) {
        std::string bytes(random() % 100, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        const auto text = to_base64(bytes);
        EXPECT_EQ(text.size(), (bytes.size() + 2) / 3 * 4);
        ASSERT_EQ(from_base64(text), bytes);
    }
}

} // namespace
} // namespace greffe::domain
