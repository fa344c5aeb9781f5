// UUIDv7: the right bits in the right places, strictly increasing whatever the clock does and however many
// threads ask.
#include "server/platform/uuid_source.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace {

using greffe::platform::uuid_source;
using namespace std::chrono_literals;

TEST(uuid_source, puts_time_version_and_variant_where_rfc_9562_wants_them) {
    // RFC 9562, appendix A.6: 2022-02-22T19:22:22Z is 0x017F22E279B0 milliseconds.
    uuid_source source([] { return uuid_source::time(1645557742000ms); });
    const auto id = source.next();
    const std::array<std::uint8_t, 6> millis = {0x01, 0x7f, 0x22, 0xe2, 0x79, 0xb0};
    EXPECT_TRUE(std::equal(millis.begin(), millis.end(), id.begin()));
    EXPECT_EQ(id[6] >> 4, 7);
    EXPECT_EQ(id[8] >> 6, 2);
}

TEST(uuid_source, grows_while_the_clock_stands_or_steps_back) {
    auto now = uuid_source::time(1645557742000ms);
    uuid_source source([&] { return now; });
    auto last = source.next();
    for (int i = 0; i < 10000; ++i) {
        if (i == 5000) now -= 1h;
        const auto id = source.next();
        ASSERT_LT(last, id);
        last = id;
    }
    now += 2h;
    EXPECT_LT(last, source.next());
}

TEST(uuid_source, gives_each_thread_its_own) {
    uuid_source source;
    std::mutex mutex;
    std::set<std::array<std::uint8_t, 16>> all;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            std::vector<std::array<std::uint8_t, 16>> mine;
            for (int i = 0; i < 5000; ++i) mine.push_back(source.next());
            EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
            const std::lock_guard lock(mutex);
            all.insert(mine.begin(), mine.end());
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(all.size(), 20000U);
}

} // namespace
