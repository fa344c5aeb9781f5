#include "server/service/review_checks.hpp"

#include <gtest/gtest.h>

namespace greffe::service {
namespace {

TEST(ReviewChecks, ACodeIsShortAndNoSentence) {
    for (const std::string& code :
         {std::string("insulte"), std::string("Charte-4.2"), std::string("a/b:c_d"), std::string(64, 'x')})
        EXPECT_TRUE(check_code("reason", code)) << code;
    for (const std::string& code : {std::string(), std::string("deux mots"), std::string("propos déplacés"),
                                    std::string(65, 'x'), std::string("a\0b", 3), std::string("a\n")}) {
        const auto refused = check_code("reason", code);
        ASSERT_FALSE(refused) << code;
        EXPECT_EQ(refused.error().field, "reason");
    }
}

TEST(ReviewChecks, TextsHaveLimitsAndAreText) {
    domain::new_report report;
    report.reason = "spam";
    EXPECT_TRUE(check(report));
    report.text.assign(10'000, 'a');
    EXPECT_TRUE(check(report));
    report.text += "é";
    EXPECT_EQ(check(report).error().field, "text");
    report.text = std::string("a\0b", 3);
    EXPECT_EQ(check(report).error().field, "text");
    report.text.clear();
    report.reporter = std::string(513, 'a');
    EXPECT_EQ(check(report).error().field, "reporter");
}

TEST(ReviewChecks, ADecisionNamesTheVersionItSaw) {
    decide_request request;
    request.reason = "charte";
    EXPECT_EQ(check(request).error().field, "version");
    request.version = 1;
    EXPECT_TRUE(check(request));
    request.policy = "une phrase";
    EXPECT_EQ(check(request).error().field, "policy");
}

} // namespace
} // namespace greffe::service
