#include "server/service/case_priority.hpp"

#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using domain::case_cause;

TEST(CasePriority, IllegalNoticeThenByHandThenReportsThenHoldThenFlag) {
    const int order[] = {
        case_priority(case_cause::report, 1, true),          case_priority(case_cause::by_hand, 0, false),
        case_priority(case_cause::report, 1'000'000, false), case_priority(case_cause::report, 2, false),
        case_priority(case_cause::report, 1, false),         case_priority(case_cause::hold, 0, false),
        case_priority(case_cause::flag, 0, false),
    };
    for (std::size_t i = 1; i < std::size(order); ++i) EXPECT_GT(order[i - 1], order[i]) << i;
}

TEST(CasePriority, AReportNeverLowersACase) {
    for (const auto cause : domain::all_case_causes)
        for (int reports = 0; reports < 200; ++reports)
            EXPECT_LE(case_priority(cause, reports, false), case_priority(cause, reports + 1, false));
}

} // namespace
} // namespace greffe::service
