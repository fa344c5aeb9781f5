// Idempotency-Key: a retry gets the first answer, byte for byte, whatever happened meanwhile; the same key
// with another request is refused.
#include "tests/integration/http/test_server.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::role;

class Idempotency : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<test_server>();
        server_->create_site("once");
        server_->create_article("once", "art");
    }
    static void TearDownTestSuite() { server_.reset(); }

    /// A fresh comment with a case; answers the case's id.
    static std::string open_case(const std::string& comment) {
        const auto id = server_->submit("once", "art", comment);
        const auto opened =
            server_->as_admin().post("/v1/sites/once/comments/" + comment + "/case", R"({"reason":"appel"})");
        EXPECT_EQ(opened.status, 201) << opened.body;
        return id;
    }
    static http_response send(const http_client& who, const std::string& target, const std::string& body,
                              const std::string& key) {
        return who.send("POST", target, body, {{"Idempotency-Key", key}});
    }
    static void expect_same(const http_response& first, const http_response& again) {
        EXPECT_EQ(again.status, first.status);
        EXPECT_EQ(again.body, first.body);
        EXPECT_EQ(again.headers.at("content-type"), first.headers.at("content-type"));
    }
    static void expect_reused(const http_response& got) {
        EXPECT_EQ(got.status, 422) << got.body;
        EXPECT_EQ(got.json().at("code").as_string(), "idempotency_key_reused");
    }
    static std::unique_ptr<test_server> server_;
};
std::unique_ptr<test_server> Idempotency::server_;

TEST_F(Idempotency, OfADecision) {
    const auto id = open_case("decided");
    const auto target = "/v1/cases/" + id + "/decisions";
    const auto admin = server_->as_admin();
    const std::string approve = R"({"action":"reject","reason":"insulte","note":"Vu.","version":1})";
    const auto first = send(admin, target, approve, "d-1");
    ASSERT_EQ(first.status, 200) << first.body;
    expect_same(first, send(admin, target, approve, "d-1"));
    expect_reused(send(admin, target, R"({"action":"approve","reason":"ok","version":1})", "d-1"));
    // The case goes on; the retry still tells what was decided then, and changes nothing.
    ASSERT_EQ(admin.post("/v1/sites/once/comments/decided/case", R"({"reason":"appel"})").status, 201);
    expect_same(first, send(admin, target, approve, "d-1"));
    const auto shown = admin.get("/v1/cases/" + id).json();
    EXPECT_EQ(shown.at("decisions").as_array().size(), 1u);
    EXPECT_EQ(admin.post(target, approve).status, 409) << "without the key it is a new request";
}

TEST_F(Idempotency, OfAClaim) {
    const http_client moderator(server_->url(), server_->key(role::moderator, "once"));
    for (const std::string comment : {"claimed-1", "claimed-2", "claimed-3"}) open_case(comment);
    const auto first = send(moderator, "/v1/cases/claim", R"({"count":2})", "c-1");
    ASSERT_EQ(first.status, 200) << first.body;
    expect_same(first, send(moderator, "/v1/cases/claim", R"({"count":2})", "c-1"));
    expect_reused(send(moderator, "/v1/cases/claim", R"({"count":1})", "c-1"));
    const auto next = send(moderator, "/v1/cases/claim", R"({"count":2})", "c-2");
    EXPECT_EQ(next.status, 200) << next.body;
    EXPECT_NE(next.body, first.body) << "another key is another claim";
    // Keys are the caller's own: what another calls c-1 is not this claim.
    const http_client other(server_->url(), server_->key(role::moderator, "once"));
    const auto theirs = send(other, "/v1/cases/claim", R"({"count":2})", "c-1");
    EXPECT_EQ(theirs.status, 200) << theirs.body;
    EXPECT_NE(theirs.body, first.body);
}

TEST_F(Idempotency, OfAReport) {
    server_->submit("once", "art", "reported");
    const std::string target = "/v1/sites/once/comments/reported/reports";
    const http_client reporter(server_->url(), server_->key(role::reporter, "once"));
    // Nobody's name: only the key tells the retry from a second reader.
    const auto first = send(reporter, target, R"({"reason":"insulte"})", "r-1");
    ASSERT_EQ(first.status, 201) << first.body;
    expect_same(first, send(reporter, target, R"({"reason":"insulte"})", "r-1"));
    expect_reused(send(reporter, target, R"({"reason":"publicite"})", "r-1"));
    server_->submit("once", "art", "reported-too");
    expect_reused(
        send(reporter, "/v1/sites/once/comments/reported-too/reports", R"({"reason":"insulte"})", "r-1"));
    const auto second = send(reporter, target, R"({"reason":"insulte"})", "r-2");
    EXPECT_EQ(second.status, 201) << second.body;
    EXPECT_NE(second.json().at("receipt"), first.json().at("receipt"));
}

TEST_F(Idempotency, OfARefusalIsNotKept) {
    const auto id = open_case("refused");
    const auto target = "/v1/cases/" + id + "/decisions";
    const auto admin = server_->as_admin();
    const auto stale = send(admin, target, R"({"action":"reject","reason":"insulte","version":9})", "x-1");
    EXPECT_EQ(stale.status, 409) << stale.body;
    EXPECT_EQ(send(admin, target, R"({"action":"reject","reason":"insulte","version":1})", "x-1").status,
              200);
}

TEST_F(Idempotency, AnUnusableKeyIsNamed) {
    server_->submit("once", "art", "long-key");
    const auto got = send(server_->as_admin(), "/v1/sites/once/comments/long-key/reports",
                          R"({"reason":"insulte"})", std::string(300, 'k'));
    EXPECT_EQ(got.status, 422) << got.body;
    EXPECT_EQ(got.json().at("field").as_string(), "Idempotency-Key");
}

} // namespace
} // namespace greffe::test
