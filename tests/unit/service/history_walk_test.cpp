// A walk through a history: what it tells on its way, and that it rests while comments wait to be written.
#include "server/service/history_walk.hpp"
#include "tests/unit/service/judge_samples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace greffe::service {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto room = 3; // parts of rest after a part of work

/// It moves by what is read and rested, and nobody waits.
struct manual_time {
    std::chrono::steady_clock::time_point now{1h};
    std::vector<std::chrono::nanoseconds> rests;

    walk_time of_walk() {
        return {.now = [this] { return now; },
                .rest =
                    [this](std::chrono::nanoseconds time, std::stop_token) {
                        now += time;
                        rests.push_back(time);
                    }};
    }
};

/// Comments that say the same, each of which takes its time to be read.
class slow_history : public ports::history_store {
  public:
    slow_history(int comments, std::chrono::nanoseconds reading, manual_time& time)
        : comments_(comments), reading_(reading), time_(time) {}

    std::unique_ptr<ports::history_reader> open(const ports::history_scope&) override {
        return std::make_unique<reader>(*this);
    }
    std::int64_t count(domain::site_id) override { return comments_; }
    int most_at_once() const { return most_at_once_; }
    int reads() const { return reads_; }
    std::optional<std::int64_t> hash_for(const ports::history_scope&, std::int64_t) override { return {}; }

  private:
    static domain::comment_id id_of(int comment) {
        domain::comment_id id;
        id.value.bytes.back() = static_cast<std::uint8_t>(comment);
        return id;
    }

    class reader : public ports::history_reader {
      public:
        explicit reader(slow_history& of) : of_(of) {
            read_.texts.push_back({.body = "Le cours monte", .name = {}, .at = {}});
        }
        std::optional<ports::stretch_end> next_end(domain::comment_id after, int most) override {
            const int begin = after.value.bytes.back();
            const int end = std::min(begin + most, of_.comments_);
            if (begin == end) return std::nullopt;
            return ports::stretch_end{id_of(end), end - begin};
        }
        const ports::history_stretch& read(domain::comment_id after, domain::comment_id to) override {
            const int comments = to.value.bytes.back() - after.value.bytes.back();
            ++of_.reads_;
            of_.most_at_once_ = std::max<int>(of_.most_at_once_, ++of_.at_once_);
            of_.time_.now += of_.reading_ * comments;
            std::this_thread::yield(); // whoever may not read now would
            --of_.at_once_;
            read_.comments.assign(static_cast<std::size_t>(comments),
                                  {.id = id_, .author_since = {}, .texts = read_.texts});
            return read_;
        }
        void cancel() override {}

      private:
        slow_history& of_;
        std::string id_ = id_of(1).to_string();
        ports::history_stretch read_;
    };

    int comments_;
    std::chrono::nanoseconds reading_;
    manual_time& time_;
    std::atomic<int> reads_ = 0, at_once_ = 0, most_at_once_ = 0;
};

std::shared_ptr<const active_ruleset> draft() {
    auto made = rules::ruleset::compile(
        "ruleset: t\nrules:\n  - {id: a, mode: shadow, when: {words: [pari]}, then: {action: hold}}\n", {});
    return std::make_shared<const active_ruleset>(active_ruleset{.version = 0, .rules = made.rules});
}

/// One thread and stretches of one comment: what happens between them is countable.
backtest::options one_by_one(std::function<bool()> hurried) {
    return {.threads = 1, .stretch = 1, .hurried = std::move(hurried)};
}

const backtest_told nobody = [](const backtest_progress&) {};

class HistoryWalk : public testing::Test {
  protected:
    std::optional<backtest_tally> walk(std::function<bool()> hurried) {
        history_walk one(history, {.site = test::the_site}, one_by_one(std::move(hurried)), time.of_walk());
        return one.run(draft(), nobody, {}, {});
    }

    manual_time time;
    slow_history history{4, 40ms, time};
};

TEST_F(HistoryWalk, RestsAfterEachStretchWhileCommentsWait) {
    const auto walked = walk([] { return true; });
    ASSERT_TRUE(walked);
    EXPECT_EQ(walked->comments, 4) << "it gets through all the same";
    EXPECT_THAT(time.rests, SizeIs(4));
    EXPECT_THAT(time.rests, Each(40ms * room)) << "the longer it has worked, the longer it rests";
}

TEST_F(HistoryWalk, NeverRestsWhenNobodyWaits) {
    const auto walked = walk([] { return false; });
    ASSERT_TRUE(walked);
    EXPECT_EQ(walked->comments, 4);
    EXPECT_THAT(time.rests, IsEmpty());
    EXPECT_EQ(time.now.time_since_epoch(), 1h + 4 * 40ms);
}

TEST_F(HistoryWalk, LooksAfterEachStretchWhetherSomebodyWaits) {
    int looks = 0;
    ASSERT_TRUE(walk([&] { return ++looks == 3; }));
    EXPECT_EQ(looks, 5) << "and once before the first";
    EXPECT_THAT(time.rests, ElementsAre(40ms * room));
}

TEST_F(HistoryWalk, EndsAtOnceWhenItIsStoppedAtRest) {
    slow_history slower(2, 1h, time); // and three hours of rest, which no test would live to see
    std::stop_source stop;
    int looks = 0;
    const auto stops_after_the_first = [&] { return ++looks == 2 && stop.request_stop(); };
    history_walk one(slower, {.site = test::the_site}, one_by_one(stops_after_the_first),
                     {.now = [&] { return time.now; }});
    EXPECT_FALSE(one.run(draft(), nobody, stop.get_token(), {}));
}

TEST_F(HistoryWalk, WorksWithOneThreadAtATimeWhileCommentsWait) {
    slow_history longer(60, 1ms, time); // whose clock only one thread at a time may move
    history_walk three(longer, {.site = test::the_site},
                       {.threads = 3, .stretch = 1, .hurried = [] { return true; }}, time.of_walk());
    const auto walked = three.run(draft(), nobody, {}, {});
    ASSERT_TRUE(walked);
    EXPECT_EQ(walked->comments, 60);
    EXPECT_THAT(time.rests, SizeIs(60));
    EXPECT_EQ(longer.most_at_once(), 1);
}

TEST_F(HistoryWalk, ReadsNothingMoreOnceItIsStopped) {
    slow_history longer(60, 1ms, time);
    std::stop_source stop;
    std::atomic<int> looks = 0;
    const auto stops_after_the_first = [&] {
        if (++looks == 2) stop.request_stop();
        return true;
    };
    history_walk three(longer, {.site = test::the_site},
                       {.threads = 3, .stretch = 1, .hurried = stops_after_the_first}, time.of_walk());
    EXPECT_FALSE(three.run(draft(), nobody, stop.get_token(), {}));
    EXPECT_EQ(longer.reads(), 1) << "who stands in line goes home";
}

TEST_F(HistoryWalk, TellsNowAndThenHowFarItIs) {
    slow_history longer(9, 50ms, time);
    std::vector<std::int64_t> passed;
    history_walk one(longer, {.site = test::the_site}, one_by_one([] { return false; }), time.of_walk());
    const auto told = [&](const backtest_progress& so_far) {
        EXPECT_EQ(so_far.of, 9);
        passed.push_back(so_far.comments);
    };
    ASSERT_TRUE(one.run(draft(), told, {}, {}));
    EXPECT_THAT(passed, ElementsAre(1, 5, 9)) << "every fifth of a second";
}

} // namespace
} // namespace greffe::service
