// What is kept of rendered threads: for how long it is trusted, what an own change does to it, how much it
// is.
#include "server/service/thread_cache.hpp"

#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using std::chrono::milliseconds;

constexpr thread_cache::time start{std::chrono::hours{1}};

domain::article_id article_of(std::uint8_t n) {
    domain::article_id id;
    id.value.bytes[15] = n;
    return id;
}

thread_cache::page page_of(const std::string& text, std::uint8_t article = 1) {
    return {article_of(article), "v", "\"tag\"", std::make_shared<const std::string>(text)};
}

TEST(ThreadCache, TrustsAPageForLessThanASecond) {
    thread_cache cache(1 << 20);
    cache.keep("a", page_of("un"), cache.begin(start));
    EXPECT_TRUE(cache.find("a", start + milliseconds{899})->trusted);
    const auto old = cache.find("a", start + milliseconds{900});
    ASSERT_TRUE(old);
    EXPECT_FALSE(old->trusted);
    EXPECT_EQ(*old->kept.body, "un");
    EXPECT_FALSE(cache.find("b", start));
}

TEST(ThreadCache, AnOwnChangeEndsTheTrustInWhatWasReadBefore) {
    thread_cache cache(1 << 20);
    cache.keep("a", page_of("un"), cache.begin(start));
    cache.changed(article_of(1));
    EXPECT_FALSE(cache.find("a", start)->trusted);
    cache.keep("a", page_of("deux"), cache.begin(start));
    EXPECT_TRUE(cache.find("a", start)->trusted);
    cache.changed_all();
    EXPECT_FALSE(cache.find("a", start)->trusted);
}

TEST(ThreadCache, AReadingThatAChangeOvertookIsNotTrusted) {
    thread_cache cache(1 << 20);
    const auto before = cache.begin(start);
    cache.changed(article_of(1));
    cache.keep("a", page_of("avant"), before);
    EXPECT_FALSE(cache.find("a", start)->trusted);
}

TEST(ThreadCache, AnOlderReadingDoesNotReplaceANewerOne) {
    thread_cache cache(1 << 20);
    const auto earlier = cache.begin(start);
    cache.keep("a", page_of("neuf"), cache.begin(start + milliseconds{1}));
    cache.keep("a", page_of("vieux"), earlier);
    EXPECT_EQ(*cache.find("a", start)->kept.body, "neuf");
}

TEST(ThreadCache, StaysWithinItsBytesAndLetsTheLeastAskedForGo) {
    constexpr std::size_t bound = 20'000;
    thread_cache cache(bound);
    for (int i = 0; i < 100; ++i) {
        cache.keep(std::to_string(i), page_of(std::string(2000, 'x')), cache.begin(start));
        cache.find("0", start);
        EXPECT_LE(cache.bytes(), bound);
    }
    EXPECT_TRUE(cache.find("0", start));
    EXPECT_TRUE(cache.find("99", start));
    EXPECT_FALSE(cache.find("50", start));
    cache.keep("huge", page_of(std::string(bound, 'x')), cache.begin(start));
    EXPECT_FALSE(cache.find("huge", start));
    cache.forget("0");
    EXPECT_FALSE(cache.find("0", start));
    thread_cache none(0);
    none.keep("a", page_of("un"), none.begin(start));
    EXPECT_FALSE(none.find("a", start));
}

} // namespace
} // namespace greffe::service
