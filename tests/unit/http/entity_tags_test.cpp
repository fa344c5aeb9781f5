#include "server/http/entity_tags.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(EntityTags, AreReadFromAListWeakOnesToo) {
    EXPECT_THAT(read_entity_tags(R"("a")"), ElementsAre(R"("a")"));
    EXPECT_THAT(read_entity_tags(R"(W/"a", "b,c" ,"")"), ElementsAre(R"("a")", R"("b,c")", R"("")"));
    EXPECT_THAT(read_entity_tags(" * "), ElementsAre("*"));
    EXPECT_THAT(read_entity_tags(""), IsEmpty());
    EXPECT_THAT(read_entity_tags("a, b"), IsEmpty());
    EXPECT_THAT(read_entity_tags(R"("open)"), IsEmpty());
}

} // namespace
} // namespace greffe::http
