// The lines that go to POST …/import are read back by the records as what they were.
#include "tests/unit/importers/pages.hpp"

#include "server/domain/records.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>

namespace greffe::test {
namespace {

boost::json::object parsed(const std::string& line) {
    EXPECT_EQ(line.find('\n'), std::string::npos);
    return boost::json::parse(line).as_object();
}

TEST(import_lines, are_article_capture_and_comments_in_this_order) {
    const auto page = read_named("second_capture.txt");
    const auto lines = to_import_lines(page);
    ASSERT_EQ(lines.size(), 5u);
    const auto article = parsed(lines[0]);
    const auto capture = parsed(lines[1]);
    EXPECT_EQ(article.at("type").as_string(), "article");
    EXPECT_EQ(article.at("external_id").as_string(), page.article_external_id);
    EXPECT_EQ(capture.at("type").as_string(), "capture");
    EXPECT_EQ(capture.at("article").as_string(), page.article_external_id);
    for (std::size_t i = 2; i < lines.size(); ++i) {
        const auto comment = parsed(lines[i]);
        EXPECT_EQ(comment.at("type").as_string(), "comment");
        EXPECT_EQ(comment.at("article").as_string(), page.article_external_id);
        EXPECT_EQ(comment.at("external_id").as_string(), page.comments[i - 2].external_id);
    }
}

TEST(import_lines, read_back_as_what_they_were) {
    for (const auto& name : page_names()) {
        if (name.starts_with("refused")) continue;
        const auto page = read_named(name);
        const auto lines = to_import_lines(page);
        ASSERT_EQ(lines.size(), 2 + page.comments.size());
        const auto article = domain::read_article(parsed(lines[0]), {"type", "external_id"});
        ASSERT_TRUE(article) << name << ' ' << article.error().field << ' ' << article.error().detail;
        EXPECT_EQ(*article, page.article) << name;
        const auto capture = domain::read_capture(parsed(lines[1]), {"type", "article"});
        ASSERT_TRUE(capture) << name << ' ' << capture.error().field << ' ' << capture.error().detail;
        EXPECT_EQ(*capture, page.capture) << name;
        for (std::size_t i = 0; i < page.comments.size(); ++i) {
            auto comment = domain::read_comment(parsed(lines[2 + i]), {"type", "article"});
            ASSERT_TRUE(comment) << name << ' ' << comment.error().field << ' ' << comment.error().detail;
            comment->screen = domain::screening::history; // said by the request, not by the line
            EXPECT_EQ(*comment, page.comments[i]) << name;
        }
    }
}

TEST(import_lines, keep_what_only_the_importer_could_know) {
    const auto page = read_named("ambiguous.txt");
    const auto capture = domain::read_capture(parsed(to_import_lines(page)[1]), {"type", "article"});
    ASSERT_TRUE(capture);
    EXPECT_THAT(
        capture->notes,
        testing::Contains(testing::Field(&domain::capture::note::code, "boundary_ambiguous")).Times(2));
}

} // namespace
} // namespace greffe::test
