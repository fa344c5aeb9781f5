// So much in all, so much for one; everything comes back.
#include "server/http/allotment.hpp"
#include "server/http/connections.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace greffe::http {
namespace {

using namespace std::chrono_literals;
using lack = allotment::lack;

client_name client(int n) {
    return client_name::of(platform::ip_address::parse("192.0.2." + std::to_string(n)).value());
}

TEST(Allotment, IsBoundedInAllAndForOne) {
    allotment bytes(10, 6);
    auto first = bytes.open(client(1));
    auto also_first = bytes.open(client(1));
    auto second = bytes.open(client(2));
    EXPECT_EQ(bytes.grow(first, 4), lack::none);
    EXPECT_EQ(bytes.grow(also_first, 3), lack::for_one);
    EXPECT_EQ(bytes.grow(also_first, 2), lack::none);
    EXPECT_EQ(bytes.grow(second, 5), lack::in_all);
    EXPECT_EQ(bytes.grow(second, 4), lack::none);
    EXPECT_EQ(bytes.taken(), 10u);
    first = {};
    EXPECT_EQ(bytes.taken(), 6u);
    EXPECT_EQ(bytes.grow(also_first, 4), lack::none);
    EXPECT_EQ(bytes.grow_for_many(second, 0), lack::none);
}

TEST(Allotment, WhoStandsForManyIsBoundedInAllOnly) {
    allotment places(3, 1);
    std::vector<allotment::share> held;
    for (int i = 0; i < 3; ++i) {
        held.push_back(places.open(client(1)));
        EXPECT_EQ(places.grow_for_many(held.back(), 1), lack::none);
    }
    auto more = places.open(client(1));
    EXPECT_EQ(places.grow_for_many(more, 1), lack::in_all);
    held.pop_back();
    EXPECT_EQ(places.grow(more, 1), lack::for_one);
    EXPECT_EQ(places.grow_for_many(more, 1), lack::none);
}

TEST(Allotment, EverythingComesBackFromManyThreads) {
    allotment bytes(1000, 500);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&bytes, t] {
            for (int i = 0; i < 2000; ++i) {
                auto mine = bytes.open(client(t % 2));
                bytes.grow(mine, static_cast<std::size_t>(i % 400));
                bytes.grow(mine, 7);
                auto moved = std::move(mine);
            }
        });
    for (auto& each : threads) each.join();
    EXPECT_EQ(bytes.taken(), 0u);
}

TEST(Connections, ThoseThatAreIdleForLongestMakeRoom) {
    connections open;
    std::vector<int> asked;
    std::vector<std::shared_ptr<connections::ticket>> tickets;
    for (int i = 0; i < 4; ++i)
        tickets.push_back(open.enter([&asked, i](farewell why) {
            EXPECT_EQ(why, farewell::room_needed);
            asked.push_back(i);
        }));
    EXPECT_EQ(open.make_room(4, 0ms), 0u) << "none is idle yet";
    for (const int i : {2, 0, 1}) tickets[static_cast<std::size_t>(i)]->set_idle();
    EXPECT_EQ(open.make_room(4, 1h), 0u) << "not for long enough";
    EXPECT_EQ(open.make_room(2, 0ms), 2u);
    EXPECT_EQ(asked, (std::vector{2, 0}));
    tickets[2]->set_busy();
    EXPECT_EQ(open.make_room(4, 0ms), 2u);
    EXPECT_EQ(asked, (std::vector{2, 0, 0, 1}));
}

} // namespace
} // namespace greffe::http
