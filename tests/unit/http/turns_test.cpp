// Turns at the database: bounded at once and for one client, in rotation between clients, bounded waiting.
#include "server/http/turns.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace greffe::http {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

client_name client(char name) {
    domain::key_id id;
    id.value.bytes[0] = static_cast<std::uint8_t>(name);
    return client_name::of(id);
}

class Turns : public testing::Test {
  protected:
    /// Asks for a turn; what becomes of it stands in `taken` or `refused`, in order.
    void ask(char who, std::chrono::milliseconds at_most = 1min) {
        auto one = [](Turns& test, char who, std::chrono::milliseconds at_most) -> asio::awaitable<void> {
            auto turn = co_await test.line.take(client(who), at_most);
            if (turn) {
                test.taken += who;
                test.held.emplace_back(who, std::move(*turn));
            } else {
                test.refused += who;
            }
        };
        asio::co_spawn(asio::make_strand(io), one(*this, who, at_most), asio::detached);
        run();
    }
    void give_back(char who) {
        const auto found = std::ranges::find(held, who, [](const auto& h) { return h.first; });
        ASSERT_NE(found, held.end());
        held.erase(found);
        run();
    }
    void run() {
        io.restart();
        io.poll();
    }
    turns line{{.at_once = 3, .of_one = 2, .of_one_beside_others = 2, .waiting = 4, .waiting_of_one = 3}};
    asio::io_context io;
    std::vector<std::pair<char, turns::turn>> held;
    std::string taken;
    std::string refused;
};

TEST_F(Turns, OneClientNeverHasAll) {
    for (int i = 0; i < 4; ++i) ask('a');
    EXPECT_EQ(taken, "aa");
    EXPECT_EQ(line.waiting(), 2u);
    ask('b');
    EXPECT_EQ(taken, "aab") << "a turn was left for another";
}

TEST_F(Turns, LinesAreServedInRotation) {
    for (int i = 0; i < 5; ++i) ask('a');
    for (int i = 0; i < 2; ++i) ask('b');
    EXPECT_EQ(taken, "aab");
    give_back('b');
    EXPECT_EQ(taken, "aabb") << "a has as many as one may";
    give_back('a');
    EXPECT_EQ(taken, "aabba");
    ask('c');
    give_back('a');
    EXPECT_EQ(taken, "aabbaa") << "c came last";
    give_back('a');
    EXPECT_EQ(taken, "aabbaac") << "but goes before a's next";
    EXPECT_EQ(refused, "");
}

TEST_F(Turns, WhoHasOthersBesideItHasFewer) {
    turns fewer{{.at_once = 6, .of_one = 4, .of_one_beside_others = 1, .waiting = 9, .waiting_of_one = 9}};
    const auto at_once = [&](char who) {
        int had = 0;
        std::vector<turns::turn> mine;
        auto one = [&](char who) -> asio::awaitable<void> {
            auto turn = co_await fewer.take(client(who), 1ms);
            if (turn) mine.push_back(std::move(*turn));
        };
        for (int i = 0; i < 6; ++i) asio::co_spawn(asio::make_strand(io), one(who), asio::detached);
        run();
        had = static_cast<int>(mine.size());
        while (fewer.waiting() > 0) {
            io.restart();
            io.run_one_for(1s);
        }
        return had;
    };
    EXPECT_EQ(at_once('a'), 4);
    EXPECT_EQ(at_once('a'), 4) << "it is no other to itself";
    EXPECT_EQ(at_once('b'), 1) << "a asked just now";
    EXPECT_EQ(at_once('a'), 1) << "and b after it";
}

TEST_F(Turns, WaitingIsBounded) {
    for (int i = 0; i < 6; ++i) ask('a');
    EXPECT_EQ(refused, "a") << "two at work, three wait, one is told";
    for (int i = 0; i < 3; ++i) ask('b');
    EXPECT_EQ(taken, "aab");
    EXPECT_EQ(refused, "ab") << "four wait in all";
}

TEST_F(Turns, WhoWaitedTooLongIsToldAndLeavesTheLine) {
    for (int i = 0; i < 2; ++i) ask('a');
    ask('a', 1ms);
    ask('a');
    EXPECT_EQ(line.waiting(), 2u);
    while (refused.empty()) {
        io.restart();
        io.run_one_for(1s);
    }
    EXPECT_EQ(refused, "a");
    EXPECT_EQ(line.waiting(), 1u);
    give_back('a');
    EXPECT_EQ(taken, "aaa");
    EXPECT_EQ(line.waiting(), 0u);
}

TEST_F(Turns, WhoIsDestroyedWhileWaitingLeavesTheLine) {
    {
        asio::io_context other;
        for (int i = 0; i < 2; ++i) ask('a');
        auto one = [](turns& line) -> asio::awaitable<void> { co_await line.take(client('a'), 1h); };
        asio::co_spawn(asio::make_strand(other), one(line), asio::detached);
        other.poll();
        EXPECT_EQ(line.waiting(), 1u);
    }
    EXPECT_EQ(line.waiting(), 0u);
    give_back('a');
    ask('a');
    EXPECT_EQ(taken, "aaa");
}

TEST(TurnsInThreads, NeverMoreThanAllowedAndNoneIsLost) {
    turns line{
        {.at_once = 3, .of_one = 2, .of_one_beside_others = 2, .waiting = 1000, .waiting_of_one = 1000}};
    asio::io_context io(4);
    std::atomic<int> at_work = 0;
    std::atomic<int> most = 0;
    std::atomic<int> done = 0;
    auto one = [&](char who) -> asio::awaitable<void> {
        for (int i = 0; i < 50; ++i) {
            auto turn = co_await line.take(client(who), 1min);
            if (!turn) co_return;
            const int now = ++at_work;
            for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
            }
            std::this_thread::yield();
            --at_work;
            ++done;
        }
    };
    for (int i = 0; i < 20; ++i)
        asio::co_spawn(asio::make_strand(io), one(static_cast<char>('a' + i % 4)), asio::detached);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&io] { io.run(); });
    for (auto& each : threads) each.join();
    EXPECT_EQ(done, 1000);
    EXPECT_LE(most, 3);
}

} // namespace
} // namespace greffe::http
