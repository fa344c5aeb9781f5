// The JSON forms of what comes in: what is written is read back, and everything else is refused with the
// field's name.
#include "server/domain/records.hpp"

#include "tests/unit/domain/random_values.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace greffe::domain {
namespace {

namespace json = boost::json;

constexpr int rounds = 3'000;

json::object parsed(std::string_view text) {
    return json::parse(json::string_view(text.data(), text.size())).as_object();
}

/// As it travels: through text, with the library's own escaping.
template <class Value>
json::object sent(const Value& value) {
    return parsed(json::serialize(to_json(value)));
}

TEST(Records, AnyArticleComesBack) {
    test::random_values any(1);
    for (int i = 0; i < rounds; ++i) {
        const auto value = any.content();
        const auto read = read_article(sent(value));
        ASSERT_TRUE(read) << read.error().detail << json::serialize(to_json(value));
        ASSERT_EQ(*read, value) << json::serialize(to_json(value));
    }
}

TEST(Records, AnyCaptureComesBack) {
    test::random_values any(2);
    for (int i = 0; i < rounds; ++i) {
        auto value = any.observed();
        const auto read = read_capture(sent(value));
        ASSERT_TRUE(read) << read.error().detail << json::serialize(to_json(value));
        ASSERT_EQ(*read, value);
        const auto kept = read_observation(parsed(json::serialize(observation_json(value))));
        value.raw.clear();
        ASSERT_TRUE(kept) << kept.error().detail;
        ASSERT_EQ(*kept, value);
    }
}

TEST(Records, AnyCommentComesBack) {
    test::random_values any(3);
    for (int i = 0; i < rounds; ++i) {
        const auto value = any.comment();
        const auto read = read_comment(sent(value));
        ASSERT_TRUE(read) << read.error().detail << json::serialize(to_json(value));
        ASSERT_EQ(*read, value) << json::serialize(to_json(value));
    }
}

TEST(Records, AnyEditReportAndTimeComesBack) {
    test::random_values any(4);
    for (int i = 0; i < rounds; ++i) {
        const auto edit = any.edit();
        ASSERT_EQ(read_edit(sent(edit)).value(), edit);
        const auto report = any.report();
        ASSERT_EQ(read_report(sent(report)).value(), report);
        const auto posted = any.posted();
        ASSERT_EQ(read_posted_time(sent(posted)).value(), posted);
    }
}

struct refusal {
    const char* text;
    const char* field;
};

template <class Read>
void expect_refused(Read read, std::initializer_list<refusal> table) {
    for (const auto& row : table) {
        const auto answer = read(parsed(row.text));
        ASSERT_FALSE(answer) << row.text;
        EXPECT_EQ(answer.error().code, errc::invalid_field) << row.text;
        EXPECT_EQ(answer.error().field, row.field) << row.text;
        EXPECT_NE(answer.error().detail.find(row.field), std::string::npos)
            << "the sentence names the field too";
    }
}

TEST(Records, ACommentIsReadStrictly) {
    expect_refused(
        [](const json::object& o) { return read_comment(o); },
        {
            {R"({})", "external_id"},
            {R"({"external_id":"c1"})", "body"},
            {R"({"external_id":null,"body":"b"})", "external_id"},
            {R"({"external_id":"c1","body":null})", "body"},
            {R"({"external_id":7,"body":"b"})", "external_id"},
            {R"({"external_id":"c1","body":["b"]})", "body"},
            {R"({"external_id":"c1","body":"b","extra":1})", "extra"},
            {R"({"external_id":"c1","body":"b","Body":"b"})", "Body"},
            {R"({"external_id":"c1","body":"b","screen":"history"})", "screen"},
            {R"({"external_id":"c1","body":"b","parent":3})", "parent"},
            {R"({"external_id":"c1","body":"b","author":"Jeanne"})", "author"},
            {R"({"external_id":"c1","body":"b","author":{"name":1}})", "author/name"},
            {R"({"external_id":"c1","body":"b","author":{"mail":"x"}})", "author/mail"},
            {R"({"external_id":"c1","body":"b","author":{"presence":"known"}})", "author/presence"},
            {R"({"external_id":"c1","body":"b","author":{"presence":"identified","name":"J"}})",
             "author/presence"},
            {R"({"external_id":"c1","body":"b","author":{"presence":"named"}})", "author/presence"},
            {R"({"external_id":"c1","body":"b","author":{"presence":"anonymous","name":"J"}})",
             "author/presence"},
            {R"({"external_id":"c1","body":"b","author":{"presence":"named","external_id":"u"}})",
             "author/presence"},
            {R"({"external_id":"c1","body":"b","posted_at":"2024-04-09T10:52:00"})", "posted_at"},
            {R"({"external_id":"c1","body":"b","posted_at":"2024-02-30T10:52:00Z"})", "posted_at"},
            {R"({"external_id":"c1","body":"b","posted_at":1712659920})", "posted_at"},
            {R"({"external_id":"c1","body":"b","posted_at":{}})", "posted_at/utc"},
            {R"({"external_id":"c1","body":"b","posted_at":{"utc":"2024-04-09 10:52"}})", "posted_at/utc"},
            {R"({"external_id":"c1","body":"b","posted_at":{"utc":"2024-04-09T10:52:00Z","precision":"hour"}})",
             "posted_at/precision"},
            {R"({"external_id":"c1","body":"b","posted_at":{"utc":"2024-04-09T10:52:00Z","candidate_years":[2024,"2025"]}})",
             "posted_at/candidate_years/1"},
            {R"({"external_id":"c1","body":"b","posted_at":{"utc":"2024-04-09T10:52:00Z","candidate_years":[0]}})",
             "posted_at/candidate_years/0"},
            {R"({"external_id":"c1","body":"b","source_version":"3"})", "source_version"},
            {R"({"external_id":"c1","body":"b","source_version":3.0})", "source_version"},
            {R"({"external_id":"c1","body":"b","source_version":-1})", "source_version"},
            {R"({"external_id":"c1","body":"b","source_version":9223372036854775808})", "source_version"},
            {R"({"external_id":"c1","body":"b","status":"visible"})", "status"},
            {R"({"external_id":"c1","body":"a\u0000b"})", "body"},
            {R"({"external_id":"c\u0000","body":"b"})", "external_id"},
            {R"({"external_id":"c1","body":"b","author":{"name":"\u0000"}})", "author/name"},
        });
}

TEST(Records, TheFirstErrorIsTheOneThatIsTold) {
    const auto answer = read_comment(parsed(R"({"body":7,"extra":1})"));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().field, "external_id");
}

TEST(Records, InvalidUtf8InAValueIsRefused) {
    // A parser may let it through; a record does not.
    for (const char* bytes : {"caf\xE9", "\xED\xA0\x80", "\xC0\xAF", "\xF5\x80\x80\x80", "a\xE2\x82"}) {
        json::object comment{{"external_id", "c1"}, {"body", bytes}};
        const auto answer = read_comment(comment);
        ASSERT_FALSE(answer);
        EXPECT_EQ(answer.error().field, "body");
        json::object tagged{{"title", "t"}, {"tags", {"ok", bytes}}};
        EXPECT_EQ(read_article(tagged).error().field, "tags/1");
    }
}

TEST(Records, AnUnknownKeyOfAnySizeIsToldBriefly) {
    json::object comment{{"external_id", "c1"}, {"body", "b"}};
    comment[std::string(1'000'000, 'k')] = 1;
    const auto long_key = read_comment(comment);
    ASSERT_FALSE(long_key);
    EXPECT_EQ(long_key.error().field, std::string(100, 'k'));

    json::object invalid{{"external_id", "c1"}, {"body", "b"}, {"\xFF", 1}};
    EXPECT_EQ(read_comment(invalid).error().field, "?");
}

TEST(Records, NullIsAbsentWhereAbsentIsAllowed) {
    const auto read = read_comment(
        parsed(R"({"external_id":"c1","body":"b","parent":null,"author":null,"posted_at":null,"address":null,
                   "source_version":null,"status":null})"));
    ASSERT_TRUE(read) << read.error().detail;
    new_comment wanted;
    wanted.external_id = "c1";
    wanted.body = "b";
    EXPECT_EQ(*read, wanted);
}

TEST(Records, AuthorsThatAreNotKnownAreToldApart) {
    const std::pair<const char*, author_claim> table[] = {
        {R"({"external_id":"c","body":"b"})", {author_presence::anonymous, {}, {}}},
        {R"({"external_id":"c","body":"b","author":{}})", {author_presence::anonymous, {}, {}}},
        {R"({"external_id":"c","body":"b","author":{"presence":"anonymous"}})",
         {author_presence::anonymous, {}, {}}},
        {R"({"external_id":"c","body":"b","author":{"presence":"not_captured"}})",
         {author_presence::not_captured, {}, {}}},
        {R"({"external_id":"c","body":"b","author":{"presence":"erased"}})",
         {author_presence::erased, {}, {}}},
        {R"({"external_id":"c","body":"b","author":{"name":"Jeanne"}})",
         {author_presence::named, {}, "Jeanne"}},
        {R"({"external_id":"c","body":"b","author":{"external_id":"u7","name":"Jeanne"}})",
         {author_presence::identified, "u7", "Jeanne"}},
        {R"({"external_id":"c","body":"b","author":{"external_id":"u7"}})",
         {author_presence::identified, "u7", {}}},
    };
    for (const auto& [text, author] : table) {
        const auto read = read_comment(parsed(text));
        ASSERT_TRUE(read) << text << read.error().detail;
        EXPECT_EQ(read->author, author) << text;
    }
}

TEST(Records, AnImportLineMayCarryItsOwnKeys) {
    const auto line = parsed(R"({"type":"comment","article":"a1","external_id":"c1","body":"b"})");
    EXPECT_TRUE(read_comment(line, {"type", "article"}));
    EXPECT_EQ(read_comment(line, {"type"}).error().field, "article");
}

TEST(Records, AnArticleIsReadStrictly) {
    expect_refused(
        [](const json::object& o) { return read_article(o); },
        {
            {R"({})", "title"},
            {R"({"title":1})", "title"},
            {R"({"title":"t","kind":"page"})", "kind"},
            {R"({"title":"t","identity":"guessed"})", "identity"},
            {R"({"title":"t","source":"Agence"})", "source"},
            {R"({"title":"t","source":{"agency":"x"}})", "source/agency"},
            {R"({"title":"t","tags":"bourse"})", "tags"},
            {R"({"title":"t","tags":["a",2]})", "tags/1"},
            {R"({"title":"t","published_at":"2024-04-09"})", "published_at"},
            {R"({"title":"t","published_at":"10000-01-01T00:00:00Z"})", "published_at"},
            {R"({"title":"t","body":"text"})", "body"},
            {R"({"title":"t","body":["text"]})", "body/0"},
            {R"({"title":"t","body":[{"text":"a"},{"kind":"paragraph"}]})", "body/1/text"},
            {R"({"title":"t","body":[{"text":"a","kind":"list"}]})", "body/0/kind"},
            {R"({"title":"t","body":[{"text":"a","inferred":"yes"}]})", "body/0/inferred"},
            {R"({"title":"t","body":[{"text":"a\u0000"}]})", "body/0/text"},
            {R"({"title":"t","captions":[{"credit":"AFP"}]})", "captions/0/text"},
            {R"({"title":"t","captions":[{"text":"c","occurrences":0}]})", "captions/0/occurrences"},
            {R"({"title":"t","captions":[{"text":"c","size":1}]})", "captions/0/size"},
            {R"({"title":"t","external_id":"a1"})", "external_id"},
        });
}

TEST(Records, ACaptureIsReadStrictly) {
    expect_refused(
        [](const json::object& o) { return read_capture(o); },
        {
            {R"({"media_type":"text/plain","importer":"page/1"})", "raw"},
            {R"({"raw":"!","media_type":"text/plain","importer":"page/1"})", "raw"},
            {R"({"raw":"YWJj","importer":"page/1"})", "media_type"},
            {R"({"raw":"YWJj","media_type":"text/plain"})", "importer"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","captured_at":"hier"})", "captured_at"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","declared_comments":-1})", "declared_comments"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","fields":[{"range":[0,1]}]})",
             "fields/0/field"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","fields":[{"field":"title"}]})",
             "fields/0/range"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","fields":[{"field":"title","range":[2,1]}]})",
             "fields/0/range"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","fields":[{"field":"title","range":[0,1,2]}]})",
             "fields/0/range"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","fields":[{"field":"title","range":[0,4]}]})",
             "fields/0/range"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","related":[{"range":[0,1]},{"range":[0,9]}]})",
             "related/1/range"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","notes":[{"range":[0,1]}]})", "notes/0/code"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","notes":[{"code":"c","range":[3,4]}]})",
             "notes/0/range"},
            {R"({"raw":"YWJj","media_type":"t","importer":"i","related":[{"range":[0,1],"truncated":1}]})",
             "related/0/truncated"},
        });
    EXPECT_EQ(read_capture(parsed(R"({"raw":"YWJj","media_type":"t","importer":"i"})")).value().raw, "abc");
}

TEST(Records, EditsAndReportsAreReadStrictly) {
    expect_refused([](const json::object& o) { return read_edit(o); },
                   {{R"({})", "body"},
                    {R"({"body":"b","edited_at":"2024-04-09T10:52:00"})", "edited_at"},
                    {R"({"body":"b","name":{}})", "name"},
                    {R"({"body":"b","external_id":"c1"})", "external_id"}});
    expect_refused(
        [](const json::object& o) { return read_report(o); },
        {{R"({})", "reason"},
         {R"({"reason":"spam","kind":"legal"})", "kind"},
         {R"({"reason":"spam","kind":"illegal"})", "notice"},
         {R"({"reason":"spam","notice":{"explanation":"e"}})", "notice"},
         {R"({"reason":"spam","kind":"illegal","notice":{}})", "notice/explanation"},
         {R"({"reason":"spam","kind":"illegal","notice":{"explanation":"e","phone":"1"}})", "notice/phone"},
         {R"({"reason":"spam","text":"a\u0000"})", "text"}});
}

} // namespace
} // namespace greffe::domain
