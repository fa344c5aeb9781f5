// What an archivist gets over HTTP: both formats, as files with a name, of the own site only.
#include "tests/integration/http/test_server.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace greffe::test {
namespace {

namespace json = boost::json;
using domain::role;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ExportOverHttp : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        server_ = std::make_unique<test_server>();
        server_->create_site("archives");
        server_->create_site("ailleurs");
        article_ = server_->create_article("archives", "art");
        for (int i = 0; i < 3; ++i)
            server_->submit("archives", "art", "c" + std::to_string(i),
                            "Commentaire <b>nº " + std::to_string(i));
        const auto reported = server_->as_admin().post("/v1/sites/archives/comments/c1/reports",
                                                       R"({"reason":"insulte","reporter":"lecteur-7"})");
        ASSERT_EQ(reported.status, 201) << reported.body;
    }
    static void TearDownTestSuite() { server_.reset(); }
    static http_response fetch(const std::string& site, const std::string& query = {}) {
        return http_client(server_->url(), server_->key(role::archivist, site))
            .get("/v1/articles/" + article_ + "/export" + query);
    }
    static std::unique_ptr<test_server> server_;
    static std::string article_;
};
std::unique_ptr<test_server> ExportOverHttp::server_;
std::string ExportOverHttp::article_;

TEST_F(ExportOverHttp, NdjsonIsTheDefaultAndEachLineParses) {
    const auto got = fetch("archives");
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_EQ(got.headers.at("content-type"), "application/x-ndjson");
    EXPECT_EQ(got.headers.at("content-disposition"),
              "attachment; filename=\"greffe-" + article_ + ".ndjson\"");
    std::map<std::string, std::int64_t> records;
    std::istringstream lines(got.body);
    json::object last;
    for (std::string line; std::getline(lines, line);) {
        last = json::parse(line).as_object();
        ++records[std::string(last.at("record").as_string())];
    }
    EXPECT_EQ(records["export"], 1);
    EXPECT_EQ(records["comment"], 3);
    EXPECT_EQ(records["revision"], 3);
    EXPECT_EQ(records["report"], 1);
    ASSERT_EQ(last.at("record").as_string(), "end");
    for (const auto& [record, count] : last.at("counts").as_object())
        EXPECT_EQ(count.as_int64(), records[std::string(record)]) << record;
    EXPECT_THAT(got.body, Not(HasSubstr("lecteur-7"))) << "no reader's personal data";
    EXPECT_EQ(fetch("archives", "?format=ndjson").headers.at("content-type"), "application/x-ndjson");
}

TEST_F(ExportOverHttp, HtmlIsAPageWithoutScript) {
    const auto got = fetch("archives", "?format=html");
    ASSERT_EQ(got.status, 200) << got.body;
    EXPECT_EQ(got.headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(got.headers.at("content-disposition"), "attachment; filename=\"greffe-" + article_ + ".html\"");
    EXPECT_THAT(got.body, StartsWith("<!DOCTYPE html>"));
    EXPECT_THAT(got.body, HasSubstr("</html>"));
    EXPECT_THAT(got.body, HasSubstr("Commentaire &lt;b&gt;nº 2"));
    EXPECT_THAT(got.body, Not(HasSubstr("<script")));
}

TEST_F(ExportOverHttp, AnotherSitesArchivistFindsNothing) {
    for (const std::string format : {"ndjson", "html"}) {
        const auto got = fetch("ailleurs", "?format=" + format);
        EXPECT_EQ(got.status, 404) << got.body;
        EXPECT_EQ(got.json().at("code").as_string(), "not_found");
        EXPECT_THAT(got.headers.at("content-type"), StartsWith("application/problem+json"));
        EXPECT_FALSE(got.headers.contains("content-disposition"));
    }
}

TEST_F(ExportOverHttp, AnotherFormatIsRefusedAndNothingStaysInTheSpool) {
    const auto got = fetch("archives", "?format=pdf");
    EXPECT_EQ(got.status, 422) << got.body;
    EXPECT_EQ(got.json().at("field").as_string(), "format");
    EXPECT_TRUE(std::filesystem::is_empty(server_->folder() / "data" / "spool"));
}

} // namespace
} // namespace greffe::test
