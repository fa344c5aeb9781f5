#include "server/auth/keys.hpp"

#include <gtest/gtest.h>

#include <set>

namespace greffe::auth {
namespace {

TEST(Token, HasItsTextFormAndIsFoundAgainByItsHash) {
    const auto token = make_token();
    EXPECT_EQ(token.text.size(), 4U + 43U);
    EXPECT_TRUE(token.text.starts_with("grf_"));
    EXPECT_EQ(
        token.text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 4),
        std::string::npos);
    EXPECT_EQ(hash_token(token.text), token.hash);
}

TEST(Token, IsNeverTheSameTwice) {
    std::set<std::string> texts;
    std::set<archive::digest> hashes;
    for (int i = 0; i < 1000; ++i) {
        const auto token = make_token();
        texts.insert(token.text);
        hashes.insert(token.hash);
    }
    EXPECT_EQ(texts.size(), 1000U);
    EXPECT_EQ(hashes.size(), 1000U);
}

TEST(Token, IsTheSha256OfItsBytes) {
    // 32 zero bytes, and the digest that every SHA-256 gives of them.
    const auto hash = hash_token("grf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    ASSERT_TRUE(hash);
    EXPECT_EQ((*hash)[0], 0x66);
    EXPECT_EQ((*hash)[1], 0x68);
    EXPECT_EQ((*hash)[31], 0x25);
}

TEST(Token, OfAnotherFormIsNone) {
    const auto good = make_token().text;
    auto wrong_sign = good;
    wrong_sign[10] = '+';
    auto stray_bits = good;
    stray_bits.back() = 'B'; // the last character has two bits to spare, which must be zero
    for (const std::string& text :
         {std::string(), std::string("grf_"), good.substr(1), good.substr(0, 46), good + "A",
          "GRF_" + good.substr(4), wrong_sign, stray_bits, std::string(47, '\0')})
        EXPECT_FALSE(hash_token(text)) << text;
}

} // namespace
} // namespace greffe::auth
