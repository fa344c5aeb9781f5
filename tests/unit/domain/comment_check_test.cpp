// The limits on one comment, each refused with the name of its field.
#include "server/domain/records.hpp"

#include <gtest/gtest.h>

namespace greffe::domain {
namespace {

const timestamp now = *parse_rfc3339("2024-04-09T12:00:00Z");

new_comment fine() {
    new_comment comment;
    comment.external_id = "c1";
    comment.body = "Un commentaire.";
    return comment;
}

void expect_field(const new_comment& comment, std::string_view field) {
    const auto checked = check(comment, comment_limits{}, now);
    ASSERT_FALSE(checked) << field;
    EXPECT_EQ(checked.error().code, errc::invalid_field);
    EXPECT_EQ(checked.error().field, field);
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

TEST(CommentCheck, AFineCommentPasses) {
    EXPECT_TRUE(check(fine(), comment_limits{}, now));
}

TEST(CommentCheck, ABodyHasBetweenOneCharacterAndTheLimit) {
    auto comment = fine();
    comment.body = "";
    expect_field(comment, "body");
    comment.body = " \n\u00A0\u202F\t";
    expect_field(comment, "body");
    comment.body = std::string(1'000'000, 'a');
    expect_field(comment, "body");
    comment.body = repeated("é", 10'001);
    expect_field(comment, "body");
    comment.body = repeated("é", 10'000);
    EXPECT_TRUE(check(comment, comment_limits{}, now)) << "characters are counted, not bytes";
    comment.body = "a";
    EXPECT_TRUE(check(comment, comment_limits{}, now));
}

TEST(CommentCheck, KeysAndNamesHaveLimits) {
    auto comment = fine();
    comment.external_id = "";
    expect_field(comment, "external_id");
    comment.external_id = std::string(513, 'k');
    expect_field(comment, "external_id");
    comment.external_id = std::string(512, 'k');
    EXPECT_TRUE(check(comment, comment_limits{}, now));

    comment = fine();
    comment.parent_external_id = "";
    expect_field(comment, "parent");
    comment = fine();
    comment.author = {author_presence::identified, "", "Jeanne"};
    expect_field(comment, "author/external_id");
    comment.author = {author_presence::named, {}, "  "};
    expect_field(comment, "author/name");
    comment.author = {author_presence::named, {}, repeated("é", 201)};
    expect_field(comment, "author/name");
    comment.author = {author_presence::named, {}, repeated("é", 200)};
    EXPECT_TRUE(check(comment, comment_limits{}, now));
    comment.address = std::string(65, '1');
    expect_field(comment, "address");
}

TEST(CommentCheck, ATimeIsInAPlausiblePast) {
    auto comment = fine();
    comment.posted = posted_time{};
    for (const char* late : {"2024-04-10T12:00:00.000001Z", "9999-12-31T23:59:59Z", "1969-12-31T23:59:59Z",
                             "0001-01-01T00:00:00Z"}) {
        comment.posted->utc = *parse_rfc3339(late);
        expect_field(comment, "posted_at");
    }
    for (const char* fine_time : {"2024-04-10T12:00:00Z", "1970-01-01T00:00:00Z", "2024-04-09T12:00:00Z"}) {
        comment.posted->utc = *parse_rfc3339(fine_time);
        EXPECT_TRUE(check(comment, comment_limits{}, now)) << fine_time;
    }
}

TEST(CommentCheck, AStatusIsObservedInHistoryOnly) {
    auto comment = fine();
    comment.observed_status = comment_status::held;
    expect_field(comment, "status");
    comment.screen = screening::history;
    EXPECT_TRUE(check(comment, comment_limits{}, now));
    comment.observed_status = comment_status::erased;
    expect_field(comment, "status");
}

TEST(CommentCheck, AnEditIsHeldToTheSameLimits) {
    const auto refused = [](comment_edit edit) {
        const auto checked = check(edit, comment_limits{}, now);
        return checked ? std::string() : checked.error().field;
    };
    EXPECT_EQ(refused({"texte", {}, {}, {}}), "");
    EXPECT_EQ(refused({"", {}, {}, {}}), "body");
    EXPECT_EQ(refused({std::string(1'000'000, 'a'), {}, {}, {}}), "body");
    EXPECT_EQ(refused({"texte", " ", {}, {}}), "name");
    EXPECT_EQ(refused({"texte", {}, now + std::chrono::days{2}, {}}), "edited_at");
}

} // namespace
} // namespace greffe::domain
