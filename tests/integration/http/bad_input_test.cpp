// What the issue of bad input promises: a stable code, the field's name, nothing stored.
#include "tests/integration/http/test_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

struct bad_request {
    const char* name;
    std::string target;
    std::string body;
    int status;
    const char* code;
    std::string field;
    bool retryable = false;
    const char* method = "POST";
};

const std::string comments = "/v1/sites/bad/articles/a/comments";

std::string nested(int levels) {
    std::string deep = R"({"external_id":"x","body":)";
    deep.append(static_cast<std::size_t>(levels), '[');
    deep.append(static_cast<std::size_t>(levels), ']');
    return deep + "}";
}

std::string with_body(const std::string& text) {
    return R"({"external_id":"x","body":")" + text + "\"}";
}

const std::vector<bad_request>& all() {
    static const std::vector<bad_request> table{
        {"malformed", comments, "{\"external_id\":", 400, "malformed", ""},
        {"not_json", comments, "bonjour", 400, "malformed", ""},
        {"empty", comments, "", 400, "malformed", ""},
        {"truncated", comments, R"({"external_id":"x","body":"une phrase)", 400, "malformed", ""},
        {"trailing", comments, with_body("a") + "x", 400, "malformed", ""},
        {"not_an_object", comments, "[1]", 400, "malformed", ""},
        {"nested_too_deep", comments, nested(40), 400, "malformed", ""},
        {"nested_very_deep", comments, nested(100'000), 400, "malformed", ""},
        {"over_the_limit", "/v1/sites", with_body(std::string(300 << 10, 'a')), 413, "too_large", ""},
        {"invalid_utf8", comments, with_body("caf\xE9"), 422, "invalid_field", "body"},
        {"overlong_utf8", comments, with_body("a\xC0\xAF"), 422, "invalid_field", "body"},
        {"invalid_utf8_nested", comments,
         R"({"external_id":"x","body":"a","author":{"name":")"
         "\xFF"
         R"("}})",
         422, "invalid_field", "author/name"},
        {"nul_escaped", comments, with_body("a\\u0000b"), 422, "invalid_field", "body"},
        {"lone_surrogate", comments, with_body("a\\ud800b"), 400, "malformed", ""},
        {"raw_nul", comments, with_body(std::string("a\0b", 3)), 400, "malformed", ""},
        {"duplicate_key", comments, R"({"external_id":"x","body":"a","body":"b"})", 422, "invalid_field",
         "body"},
        {"duplicate_key_nested", comments,
         R"({"external_id":"x","body":"a","author":{"name":"a","name":"b"}})", 422, "invalid_field",
         "author/name"},
        {"unknown_key", comments, R"({"external_id":"x","body":"a","colour":"b"})", 422, "invalid_field",
         "colour"},
        {"wrong_type", comments, R"({"external_id":"x","body":7})", 422, "invalid_field", "body"},
        {"missing_body", comments, R"({"external_id":"x"})", 422, "invalid_field", "body"},
        {"missing_external_id", comments, R"({"body":"a"})", 422, "invalid_field", "external_id"},
        {"no_character", comments, with_body(""), 422, "invalid_field", "body"},
        {"blank", comments, with_body(" \\n\\t "), 422, "invalid_field", "body"},
        {"too_many_characters", comments, with_body(std::string(10'001, 'e')), 422, "invalid_field", "body"},
        {"long_external_id", comments, R"({"body":"a","external_id":")" + std::string(600, 'i') + "\"}", 422,
         "invalid_field", "external_id"},
        {"date_without_offset", comments,
         R"({"external_id":"x","body":"a","posted_at":"2024-04-09T10:52:00"})", 422, "invalid_field",
         "posted_at"},
        {"date_impossible", comments, R"({"external_id":"x","body":"a","posted_at":"2024-02-30T10:52:00Z"})",
         422, "invalid_field", "posted_at"},
        {"date_in_the_future", comments,
         R"({"external_id":"x","body":"a","posted_at":"2424-04-09T10:52:00Z"})", 422, "invalid_field",
         "posted_at"},
        {"date_before_1970", comments, R"({"external_id":"x","body":"a","posted_at":"1969-12-31T23:59:59Z"})",
         422, "invalid_field", "posted_at"},
        {"unknown_site", "/v1/sites/nowhere/articles/a/comments", with_body("a"), 409, "unknown_site", "site",
         true},
        {"unknown_article", "/v1/sites/bad/articles/none/comments", with_body("a"), 409, "unknown_article",
         "article", true},
        {"unknown_parent", comments, R"({"external_id":"x","body":"a","parent":"none"})", 409,
         "unknown_parent", "parent", true},
        {"parent_in_other_article", comments, R"({"external_id":"x","body":"a","parent":"elsewhere"})", 422,
         "parent_in_other_article", "parent"},
        {"history_by_the_front_door", comments, R"({"external_id":"x","body":"a","status":"rejected"})", 422,
         "invalid_field", "status"},
        {"path_not_utf8", "/v1/sites/bad/articles/%FF/comments", with_body("a"), 422, "invalid_field",
         "external_id"},
        {"path_with_nul", "/v1/sites/bad/articles/a%00b/comments", with_body("a"), 422, "invalid_field",
         "external_id"},
        {"path_broken_escape", "/v1/sites/bad/articles/%4/comments", with_body("a"), 400, "malformed", ""},
        {"path_empty_segment", "/v1/sites/bad/articles//comments", with_body("a"), 422, "invalid_field",
         "external_id"},
        {"unknown_query", comments + "?verbose=1", with_body("a"), 422, "invalid_field", "verbose"},
        {"no_such_route", "/v1/nothing", "{}", 404, "no_such_route", ""},
        {"wrong_method", "/v1/queue", "{}", 405, "method_not_allowed", ""},
        {"limit_of_zero", "/v1/queue?limit=0", "", 422, "invalid_field", "limit", false, "GET"},
        {"limit_given_twice", "/v1/queue?limit=1&limit=2", "", 422, "invalid_field", "limit", false, "GET"},
        {"broken_cursor", "/v1/queue?cursor=%21%21", "", 422, "invalid_field", "cursor", false, "GET"},
        {"screen", "/v1/sites/bad/import?screen=no", "", 422, "invalid_field", "screen"},
        {"format", "/v1/articles/00000000-0000-7000-8000-000000000000/export?format=pdf", "", 422,
         "invalid_field", "format", false, "GET"},
        {"role", "/v1/keys", R"({"role":"king"})", 422, "invalid_field", "role"},
        {"key_without_site", "/v1/keys", R"({"role":"publisher"})", 422, "invalid_field", "site"},
        {"claim_of_none", "/v1/cases/claim", R"({"count":0})", 422, "invalid_field", "count"},
        {"site_name", "/v1/sites", R"({"name":"Not A Name"})", 422, "invalid_field", "name"},
        {"site_taken", "/v1/sites", R"({"name":"bad"})", 409, "already_exists", "name"},
    };
    return table;
}

class BadInput : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<test_server>();
        server_->create_site("bad");
        server_->create_article("bad", "a");
        server_->create_article("bad", "b");
        server_->submit("bad", "b", "elsewhere");
    }
    static void TearDownTestSuite() { server_.reset(); }
    static std::unique_ptr<test_server> server_;
};
std::unique_ptr<test_server> BadInput::server_;

TEST_F(BadInput, IsRefusedWithCodeAndFieldAndStoresNothing) {
    const auto client = server_->as_admin();
    for (const bad_request& bad : all()) {
        SCOPED_TRACE(bad.name);
        const auto got = client.send(bad.method, bad.target, bad.body, {{"X-Request-Id", "bad-1"}});
        EXPECT_EQ(got.status, bad.status) << got.body;
        ASSERT_TRUE(got.headers.at("content-type").starts_with("application/problem+json")) << got.body;
        const auto problem = got.json().as_object();
        EXPECT_EQ(problem.at("code").as_string(), bad.code) << got.body;
        EXPECT_EQ(problem.contains("field") ? std::string(problem.at("field").as_string()) : "", bad.field)
            << got.body;
        EXPECT_EQ(problem.at("retryable").as_bool(), bad.retryable);
        EXPECT_EQ(problem.at("status").as_int64(), bad.status);
        EXPECT_EQ(problem.at("request_id").as_string(), "bad-1");
        EXPECT_TRUE(problem.contains("type") && problem.contains("title"));
    }
    EXPECT_EQ(server_->comment_count("bad", "a"), 0);
    EXPECT_EQ(server_->comment_count("bad", "b"), 1);
    const auto articles = client.get("/v1/sites/bad/articles").json();
    EXPECT_EQ(articles.at("items").as_array().size(), 2u);
}

TEST_F(BadInput, AMillionCharactersAreRefusedByTheFieldsName) {
    const auto client = server_->as_admin();
    for (const std::string letter : {"a", "é", "😀"}) {
        std::string million;
        for (int i = 0; i < 1'000'000; ++i) million += letter;
        const auto got = client.post(comments, with_body(million));
        EXPECT_EQ(got.status, 422) << letter;
        EXPECT_EQ(got.json().at("code").as_string(), "invalid_field") << letter;
        EXPECT_EQ(got.json().at("field").as_string(), "body") << letter;
    }
    EXPECT_EQ(server_->comment_count("bad", "a"), 0);
}

TEST_F(BadInput, ACommentAtTheLimitsIsTaken) {
    const auto client = server_->as_admin();
    std::string longest;
    for (int i = 0; i < 10'000; ++i) longest += "é";
    EXPECT_EQ(client.post("/v1/sites/bad/articles/b/comments", comment_json("longest", longest)).status, 201);
    EXPECT_EQ(client.post("/v1/sites/bad/articles/b/comments", comment_json("shortest", "!")).status, 201);
    EXPECT_EQ(client.del("/v1/sites/bad/comments/longest").status, 200);
}

TEST_F(BadInput, AnExternalIdMayHoldASlashAndAccents) {
    const auto client = server_->as_admin();
    const std::string id = "%C3%A9t%C3%A9%2F2024%3F";
    EXPECT_EQ(client.put("/v1/sites/bad/articles/" + id, article_json()).status, 201);
    EXPECT_EQ(client.post("/v1/sites/bad/articles/" + id + "/comments", comment_json("a/b c")).status, 201);
    const auto got = client.get("/v1/sites/bad/comments/a%2Fb%20c");
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_EQ(got.json().at("external_id").as_string(), "a/b c");
}

TEST_F(BadInput, AWrongMethodNamesTheRightOnes) {
    const auto got = server_->as_admin().send("DELETE", "/v1/sites");
    EXPECT_EQ(got.status, 405);
    EXPECT_THAT(got.headers.at("allow"),
                testing::AllOf(testing::HasSubstr("GET"), testing::HasSubstr("POST")));
}

} // namespace
} // namespace greffe::test
