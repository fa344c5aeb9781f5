// 429 for a key that sends too much and for an address that tries keys; and who is never stopped by it.
#include "tests/integration/http/test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::role;
using testing::HasSubstr;

/// No token comes back while a test runs.
constexpr platform::rate only(double burst) {
    return {.per_second = 0.001, .burst = burst};
}

void expect_limited(const http_response& got) {
    EXPECT_EQ(got.status, 429) << got.body;
    ASSERT_TRUE(got.headers.contains("retry-after"));
    EXPECT_GE(std::stoi(got.headers.at("retry-after")), 1);
    EXPECT_THAT(got.headers.at("content-type"), HasSubstr("application/problem+json"));
    EXPECT_EQ(got.json().at("code").as_string(), "rate_limited");
    EXPECT_TRUE(got.json().at("retryable").as_bool());
    EXPECT_THAT(std::string(got.json().at("detail").as_string()), HasSubstr("Retry-After"));
}

std::string stopped(const std::string& metrics, const std::string& bound) {
    const std::string line = "greffe_http_stopped_total{bound=\"" + bound + "\"} ";
    const auto at = metrics.find(line);
    return at == metrics.npos ? ""
                              : metrics.substr(at + line.size(), metrics.find('\n', at) - at - line.size());
}

TEST(RateLimit, AKeyThatSendsTooMuchIsToldAndOthersAreNot) {
    test_server server(
        [](app::settings& with) { with.bounds.of_role[static_cast<std::size_t>(role::reporter)] = only(3); });
    server.create_site("rate");
    server.create_article("rate", "art");
    server.submit("rate", "art", "c");
    const http_client one(server.url(), server.key(role::reporter, "rate"));
    const http_client other(server.url(), server.key(role::reporter, "rate"));
    const auto report = [](const http_client& who, const std::string& reader) {
        return who.post("/v1/sites/rate/comments/c/reports",
                        R"({"reason":"insulte","reporter":")" + reader + "\"}");
    };
    for (const std::string reader : {"r1", "r2", "r3"}) EXPECT_EQ(report(one, reader).status, 201);
    expect_limited(report(one, "r4"));
    EXPECT_EQ(report(other, "r5").status, 201) << "another key of the same site";
    EXPECT_EQ(server.as_admin().get("/v1/sites/rate/comments/c").status, 200);
    EXPECT_EQ(stopped(server.without_key().get("/metrics").body, "rate_of_key"), "1");
}

TEST(RateLimit, AnImportCountsAsOneRequest) {
    test_server server([](app::settings& with) {
        with.bounds.of_role[static_cast<std::size_t>(role::publisher)] = only(2);
    });
    server.create_site("rate");
    server.create_article("rate", "art");
    const http_client publisher(server.url(), server.key(role::publisher, "rate"));
    std::string lines;
    for (int i = 0; i < 50; ++i)
        lines += R"({"type":"comment","article":"art","external_id":"l)" + std::to_string(i) +
                 "\",\"body\":\"Importé.\"}\n";
    for (int times = 0; times < 2; ++times) {
        const auto got = publisher.post("/v1/sites/rate/import", lines);
        EXPECT_EQ(got.status, 200);
        EXPECT_EQ(got.body.find("error"), std::string::npos) << got.body;
    }
    expect_limited(publisher.post("/v1/sites/rate/import", lines));
    EXPECT_EQ(server.comment_count("rate", "art"), 50);
}

class AddressLimit : public testing::Test {
  protected:
    static http_response guess(const test_server& server, const std::string& forwarded = {}) {
        http_client::headers with;
        if (!forwarded.empty()) with["X-Forwarded-For"] = forwarded;
        return http_client(server.url(), "grf_" + std::string(43, 'A')).send("GET", "/v1/sites", "", with);
    }
};

TEST_F(AddressLimit, WhoTriesKeysIsStoppedAndWhoHasOneIsNot) {
    test_server server([](app::settings& with) { with.bounds.of_address = only(6); });
    ASSERT_EQ(server.as_admin().get("/v1/sites").status, 200) << "a good key costs nothing";
    for (int i = 0; i < 3; ++i) EXPECT_EQ(guess(server).status, 401);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(server.without_key().get("/v1/sites").status, 401);
    expect_limited(guess(server));
    expect_limited(server.without_key().get("/v1/sites"));
    expect_limited(server.without_key().get("/no/such/path"));
    expect_limited(guess(server, "192.0.2.1"));
    expect_limited(server.without_key().get("/metrics"));
    EXPECT_EQ(server.as_admin().get("/v1/sites").status, 200) << "a key that was good lately";
    EXPECT_EQ(server.without_key().get("/healthz").status, 200) << "a balancer is always answered";
    EXPECT_EQ(server.without_key().get("/readyz").status, 200);
}

TEST_F(AddressLimit, ATrustedProxysClientsAreCountedEachOnItsOwn) {
    test_server server([](app::settings& with) {
        with.bounds.of_address = only(2);
        with.bounds.trusted_proxies = {platform::ip_network::parse("127.0.0.0/8").value()};
    });
    for (int i = 0; i < 2; ++i) EXPECT_EQ(guess(server, "192.0.2.1").status, 401);
    expect_limited(guess(server, "192.0.2.1"));
    expect_limited(guess(server, "198.51.100.7, 192.0.2.1"));
    EXPECT_EQ(guess(server, "192.0.2.2").status, 401);
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(guess(server, "2001:db8:0:1::" + std::to_string(i + 1)).status, 401);
    expect_limited(guess(server, "2001:db8:0:1:ffff::1"));
    EXPECT_EQ(guess(server, "2001:db8:0:2::1").status, 401) << "another network of 64 bits";
    EXPECT_EQ(stopped(server.as_admin()
                          .with_key("")
                          .send("GET", "/metrics", "", {{"X-Forwarded-For", "192.0.2.9"}})
                          .body,
                      "rate_of_address"),
              "3");
}

} // namespace
} // namespace greffe::test
