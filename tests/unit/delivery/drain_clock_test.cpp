#include "server/delivery/drain_clock.hpp"
#include "server/delivery/sequencer.hpp"

#include <gtest/gtest.h>

namespace greffe::delivery {
namespace {

using namespace std::chrono_literals;
using service::ports::sequencing;

const drain_clock::time start{};

sequencing run(sequencing::outcome did, bool drained, std::chrono::duration<double> drained_ago) {
    sequencing made;
    made.did = did;
    made.drained = drained;
    made.drained_ago = drained_ago;
    return made;
}

TEST(DrainClock, GrowsUntilSomebodyDrains) {
    drain_clock clock(start);
    EXPECT_EQ(clock.lag(start), 0s);
    EXPECT_EQ(clock.lag(start + 30s), 30s);
    clock.learn(run(sequencing::outcome::took, false, 40s), start + 30s);
    EXPECT_EQ(clock.lag(start + 31s), 31s) << "a full batch leaves something behind";
    clock.learn(run(sequencing::outcome::took, true, 40s), start + 32s);
    EXPECT_EQ(clock.lag(start + 33s), 1s) << "counted from before the run: later commits may be missing";
}

TEST(DrainClock, IsNotBehindWhileNothingHappensForLong) {
    drain_clock clock(start);
    clock.learn(run(sequencing::outcome::idle, true, 3600s), start + 3600s);
    EXPECT_EQ(clock.lag(start + 3600s), 0s);
}

TEST(DrainClock, BelievesAnotherServersRuns) {
    drain_clock clock(start);
    clock.learn(run(sequencing::outcome::elsewhere, false, 2s), start + 60s);
    EXPECT_EQ(clock.lag(start + 60s), 2s);
    clock.learn(run(sequencing::outcome::elsewhere, false, 50s), start + 70s);
    EXPECT_EQ(clock.lag(start + 70s), 12s) << "what is known already is not forgotten";
    clock.learn(run(sequencing::outcome::elsewhere, false, -5s), start + 80s);
    EXPECT_EQ(clock.lag(start + 80s), 0s) << "a clock that was set back is no time in the future";
}

TEST(Sequencer, LooksAgainWithinASecondAlwaysAndAtOnceWhileMuchWaits) {
    EXPECT_EQ(pause_after(run(sequencing::outcome::took, false, 0s)), 0ms);
    EXPECT_LE(pause_after(run(sequencing::outcome::took, true, 0s)), 200ms);
    EXPECT_LE(pause_after(run(sequencing::outcome::elsewhere, false, 0s)), 200ms);
    EXPECT_LT(pause_after(run(sequencing::outcome::idle, true, 0s)), 1s);
}

} // namespace
} // namespace greffe::delivery
