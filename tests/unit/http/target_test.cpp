#include "server/http/router.hpp"
#include "server/http/routes.hpp"
#include "server/http/target.hpp"

#include <gtest/gtest.h>

namespace greffe::http {
namespace {

using boost::beast::http::verb;
using strings = std::vector<std::string>;

TEST(Target, SegmentsAreDecodedEachOnItsOwn) {
    EXPECT_EQ(read_target("/v1/sites/a%2Fb%20c/%C3%A9")->segments, (strings{"v1", "sites", "a/b c", "é"}));
    EXPECT_EQ(read_target("/")->segments, strings{""});
    EXPECT_EQ(read_target("/a//b/")->segments, (strings{"a", "", "b", ""}));
    EXPECT_EQ(read_target("/a+b")->segments, strings{"a+b"});
}

TEST(Target, QueryKeepsOrderAndRepeats) {
    const auto query = read_target("/x?a=1&b=%26+%3D&a=2&c&&d=")->query;
    const std::vector<std::pair<std::string, std::string>> expected{
        {"a", "1"}, {"b", "& ="}, {"a", "2"}, {"c", ""}, {"d", ""}};
    EXPECT_EQ(query, expected);
    EXPECT_TRUE(read_target("/x?")->query.empty());
}

TEST(Target, BrokenOnesAreRefused) {
    for (const char* bad : {"", "x", "*", "http://h/x", "/%", "/%4", "/%4g", "/x?a=%", "/x?%=a"})
        EXPECT_FALSE(read_target(bad)) << bad;
    EXPECT_FALSE(read_target("/" + std::string(9'000, 'a')));
}

TEST(Target, EncodingIsUndoneByReading) {
    std::string every;
    for (int c = 0; c < 256; ++c) every += static_cast<char>(c);
    EXPECT_EQ(read_target("/" + percent_encode(every))->segments, strings{every});
}

TEST(Router, FindsEveryRouteOfTheTable) {
    const router routes(all_routes());
    for (const route& r : all_routes()) {
        std::string path(r.path);
        for (auto open = path.find('{'); open != path.npos; open = path.find('{'))
            path.replace(open, path.find('}') - open + 1, "value");
        const auto found = routes.find(r.method, *read_target(path));
        EXPECT_EQ(found.found, &r) << r.path;
        for (const auto& [name, value] : found.path) EXPECT_EQ(value, "value");
    }
}

TEST(Router, TellsAWrongMethodFromAWrongPath) {
    const router routes(all_routes());
    const auto wrong_method = routes.find(verb::patch, *read_target("/v1/queue"));
    EXPECT_EQ(wrong_method.found, nullptr);
    EXPECT_EQ(wrong_method.allow, "GET");
    const auto wrong_path = routes.find(verb::get, *read_target("/v1/queues"));
    EXPECT_EQ(wrong_path.found, nullptr);
    EXPECT_EQ(wrong_path.allow, "");
    EXPECT_EQ(routes.find(verb::get, *read_target("/v1/queue/")).found, nullptr);
}

TEST(Router, ParametersAreTextAndNotEmpty) {
    const router routes(all_routes());
    EXPECT_EQ(routes.find(verb::get, *read_target("/v1/sites/a/comments/b%2Fc")).path.at("external_id"),
              "b/c");
    EXPECT_EQ(routes.find(verb::get, *read_target("/v1/sites/a/comments/b%2Fc")).invalid, "");
    for (const char* bad : {"/v1/sites/a/comments/%FF", "/v1/sites/a/comments/%00", "/v1/sites/a/comments/"})
        EXPECT_EQ(routes.find(verb::get, *read_target(bad)).invalid, "external_id") << bad;
}

} // namespace
} // namespace greffe::http
