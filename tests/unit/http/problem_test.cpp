#include "server/http/problem.hpp"
#include "server/http/reply.hpp"
#include "server/http/request_id.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <set>

namespace greffe::http {
namespace {

using domain::errc;

TEST(Problem, EveryOutcomeHasItsOwnStableCode) {
    std::set<std::string> codes;
    for (int i = 0; i <= static_cast<int>(errc::deadline_exceeded); ++i) {
        const problem p = to_problem(domain::fail(static_cast<errc>(i)));
        EXPECT_TRUE(codes.insert(p.code).second) << p.code;
        EXPECT_GE(p.status, 400u);
        const bool comes_back = p.status == 503 || p.status == 429;
        EXPECT_EQ(comes_back, retry_after(p).has_value());
        EXPECT_TRUE(!comes_back || p.retryable);
    }
}

TEST(Problem, WhatComesLaterIsRetryable) {
    for (const errc code : {errc::unknown_site, errc::unknown_article, errc::unknown_parent}) {
        EXPECT_EQ(to_problem(domain::fail(code)).status, 409u);
        EXPECT_TRUE(to_problem(domain::fail(code)).retryable);
    }
    EXPECT_FALSE(to_problem(domain::fail(errc::parent_in_other_article)).retryable);
}

TEST(Problem, ALimitSaysWhenToComeBack) {
    problem p = to_problem(domain::fail(errc::rate_limited));
    EXPECT_EQ(p.status, 429u);
    EXPECT_EQ(p.code, "rate_limited");
    p.wait_seconds = 17;
    EXPECT_EQ(retry_after(p), 17);
    EXPECT_TRUE(to_problem(refusal::too_slow).retryable);
}

TEST(Problem, RendersOnlyWhatThereIs) {
    const auto body = render(to_problem(domain::fail(errc::invalid_field, "author/name", "too long")), "r-1");
    EXPECT_EQ(
        boost::json::serialize(body),
        R"({"type":"urn:greffe:problem:invalid_field","title":"A value breaks its contract","status":422,)"
        R"("code":"invalid_field","retryable":false,"request_id":"r-1","detail":"too long","field":"author/name"})");
    EXPECT_FALSE(render(to_problem(refusal::internal), "r-2").contains("detail"));
}

TEST(Problem, HeadersFollowTheStatus) {
    const auto names = [](const reply& r) {
        std::set<std::string> all;
        for (const auto& [name, value] : r.headers) all.insert(name);
        return all;
    };
    EXPECT_TRUE(names(problem_reply(to_problem(domain::fail(errc::unauthenticated)), ""))
                    .contains("WWW-Authenticate"));
    EXPECT_TRUE(names(problem_reply(to_problem(domain::fail(errc::overloaded)), "")).contains("Retry-After"));
}

TEST(RequestId, TakesWhatIsSaneAndMakesTheRest) {
    const auto fresh = [] { return domain::uuid{}; };
    const std::string made = domain::uuid{}.to_string();
    EXPECT_EQ(request_id("abc-1_2.Z", fresh), "abc-1_2.Z");
    for (const std::string& bad :
         {std::string(), std::string("a b"), std::string("a\r\nX: y"), std::string(129, 'a')})
        EXPECT_EQ(request_id(bad, fresh), made);
}

} // namespace
} // namespace greffe::http
