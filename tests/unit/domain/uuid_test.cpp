#include "server/domain/uuid.hpp"

#include <gtest/gtest.h>

#include <random>
#include <unordered_set>

namespace greffe::domain {
namespace {

TEST(Uuid, ReadsTheCanonicalFormInEitherCase) {
    const auto id = uuid::parse("018F3C4e-7b1a-7Abc-8def-0123456789aB");
    ASSERT_TRUE(id);
    EXPECT_EQ(id->to_string(), "018f3c4e-7b1a-7abc-8def-0123456789ab");
    EXPECT_EQ(id->bytes[0], 0x01);
    EXPECT_EQ(id->bytes[15], 0xAB);
}

TEST(Uuid, RefusesEverythingElse) {
    for (const char* text :
         {"", "018f3c4e", "018f3c4e7b1a7abc8def0123456789ab", "{018f3c4e-7b1a-7abc-8def-0123456789ab}",
          "018f3c4e-7b1a-7abc-8def-0123456789a", "018f3c4e-7b1a-7abc-8def-0123456789abc",
          "018f3c4e-7b1a-7abc-8def-0123456789ag", "018f3c4e-7b1a-7abc-8def+0123456789ab",
          "018f3c4e-7b1a-7abc-8de-f0123456789ab", " 18f3c4e-7b1a-7abc-8def-0123456789ab",
          "0x8f3c4e-7b1a-7abc-8def-0123456789ab", "-18f3c4e-7b1a-7abc-8def-0123456789ab"})
        EXPECT_EQ(uuid::parse(text), std::nullopt) << text;
}

TEST(Uuid, WhatIsPrintedIsReadBackAndSortsAsItsBytes) {
    std::mt19937_64 random(36);
    uuid before;
    for (int i = 0; i < 5'000; ++i) {
        uuid id;
        for (auto& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
        ASSERT_EQ(uuid::parse(id.to_string()), id);
        EXPECT_EQ(before < id, before.to_string() < id.to_string());
        before = id;
    }
}

TEST(Uuid, NilIsNil) {
    EXPECT_TRUE(uuid{}.is_nil());
    EXPECT_EQ(uuid{}.to_string(), "00000000-0000-0000-0000-000000000000");
    EXPECT_FALSE(uuid::parse("00000000-0000-0000-0000-000000000001")->is_nil());
}

TEST(Uuid, IdsOfDifferentThingsAreDifferentTypes) {
    static_assert(!std::is_convertible_v<article_id, comment_id>);
    static_assert(!std::is_convertible_v<uuid, comment_id>);
    const auto id = comment_id::parse("018f3c4e-7b1a-7abc-8def-0123456789ab");
    ASSERT_TRUE(id);
    const std::unordered_set<comment_id> set{*id, *id};
    EXPECT_EQ(set.size(), 1U);
    EXPECT_EQ(comment_id::parse("nothing"), std::nullopt);
}

} // namespace
} // namespace greffe::domain
