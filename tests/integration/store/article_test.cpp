// Articles, captures, and the lines of an import.
#include "server/archive/content_hash.hpp"
#include "server/domain/records.hpp"
#include "tests/integration/store/ingest_harness.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::errc;
using testing::ElementsAre;
using testing::IsEmpty;

domain::article_content some_content(const std::string& title) {
    domain::article_content content;
    content.title = title;
    content.url = "https://example.org/article";
    content.section = "bourse";
    content.tags = {"isin:FR0000131104", "valeur \"rare\", {courbe}"};
    content.published_at = domain::parse_rfc3339("2024-04-09T07:56:00Z");
    content.body = {{domain::body_block::kind_type::paragraph, false, "Un paragraphe."}};
    return content;
}

struct articles : testing::Test {
    ingest_harness h;
    void TearDown() override { EXPECT_THAT(broken_promises(h.url), IsEmpty()); }

    auto upsert(const std::string& id, const domain::article_content& content) {
        return h.await(h.articles.upsert(h.site, id, content));
    }
    boost::json::object apply(const std::string& line, domain::screening screen) {
        service::import_piece piece;
        piece.lines.push_back({7, boost::json::parse(line).as_object()});
        auto results = h.await(h.imports.apply(h.site, screen, piece));
        EXPECT_EQ(results.lines.size(), 1u);
        return results.lines.at(0);
    }
    std::string import(const std::string& line, domain::screening screen = domain::screening::live) {
        auto result = apply(line, screen);
        EXPECT_EQ(result.at("line").as_int64(), 7);
        const auto* error = result.if_contains("error");
        if (error)
            return error->at("code").as_string().c_str() + std::string(" ") +
                   error->at("field").as_string().c_str();
        std::string told = result.at("type").as_string().c_str();
        return told + " " + result.at("effect").as_string().c_str();
    }
};

TEST_F(articles, the_same_content_changes_nothing_and_another_is_a_revision) {
    const auto first = upsert("a/1?é", some_content("un")).value();
    EXPECT_TRUE(first.created && first.revised);
    const auto again = upsert("a/1?é", some_content("un")).value();
    EXPECT_FALSE(again.created || again.revised);
    const auto next = upsert("a/1?é", some_content("deux")).value();
    EXPECT_EQ(next.id, first.id);
    EXPECT_TRUE(next.revised && !next.created);
    EXPECT_EQ(next.revision, 2);
    const auto found = h.await(h.articles.find(h.site, "a/1?é")).value();
    EXPECT_EQ(found.content, some_content("deux"));
    EXPECT_EQ(h.value("SELECT string_agg(kind, ' ' ORDER BY seq) FROM greffe.event"), "registered revised");
    EXPECT_EQ(h.await(h.articles.find(h.site, "a2")).error().code, errc::not_found);
}

TEST_F(articles, an_event_commits_to_the_content) {
    ASSERT_TRUE(upsert("a1", some_content("un")));
    const auto row = h.row("SELECT convert_from(e.leaf, 'UTF8'), s.salts ->> 'content' FROM greffe.event e "
                           "JOIN greffe.event_salt s USING (site_id, article_id, seq)");
    const auto bytes = store::from_bytea("\\x" + row[1]);
    archive::salt salt{};
    std::copy(bytes.begin(), bytes.end(), salt.begin());
    const auto digest = archive::commit("content", salt, archive::canonical_content(some_content("un")));
    EXPECT_THAT(row[0], testing::HasSubstr(
                            archive::to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()})));
}

TEST_F(articles, sixteen_at_once_make_one_article_and_its_revisions_count) {
    std::atomic<int> created = 0, revised = 0;
    const auto send = [&](int i) -> boost::asio::awaitable<void> {
        const auto answer =
            co_await h.articles.upsert(h.site, "a1", some_content("titre " + std::to_string(i % 4)));
        created += answer.value().created;
        revised += answer.value().revised;
    };
    auto& threads = h.threads_for_test(4);
    for (int i = 0; i < 16; ++i) boost::asio::co_spawn(threads, send(i), boost::asio::detached);
    threads.join();
    EXPECT_EQ(created, 1);
    EXPECT_EQ(h.value("SELECT revision FROM greffe.article"), std::to_string(revised));
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.article_revision"), std::to_string(revised));
}

TEST_F(articles, bad_content_is_named) {
    EXPECT_EQ(upsert("a1", some_content("")).error().field, "title");
    EXPECT_EQ(upsert("", some_content("un")).error().field, "external_id");
    EXPECT_EQ(upsert(std::string(513, 'a'), some_content("un")).error().field, "external_id");
    auto ancient = some_content("un");
    ancient.published_at = domain::parse_rfc3339("1812-01-01T00:00:00Z");
    EXPECT_EQ(upsert("a1", ancient).error().field, "published_at");
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.article"), "0");
}

TEST_F(articles, a_capture_is_stored_once_by_its_bytes) {
    domain::capture observed;
    observed.raw = std::string("page\0brute", 10);
    observed.media_type = "text/plain";
    observed.importer = "page/1";
    observed.declared_comments = 7;
    observed.captured_comments = 1;
    EXPECT_EQ(h.await(h.articles.attach_capture(h.site, "a1", observed)).error().code, errc::unknown_article);
    ASSERT_TRUE(upsert("a1", some_content("un")));
    const auto first = h.await(h.articles.attach_capture(h.site, "a1", observed)).value();
    const auto again = h.await(h.articles.attach_capture(h.site, "a1", observed)).value();
    EXPECT_TRUE(first.created);
    EXPECT_FALSE(again.created);
    EXPECT_EQ(first.id, again.id);
    EXPECT_EQ(h.value("SELECT encode(raw, 'escape') FROM greffe.capture"), "page\\000brute");
    EXPECT_EQ(h.value("SELECT sha512 = sha512(raw) AND NOT observation ? 'raw' FROM greffe.capture"), "t");
    EXPECT_EQ(h.value("SELECT (observation ->> 'declared_comments') FROM greffe.capture"), "7");
    EXPECT_EQ(h.value("SELECT string_agg(kind, ' ' ORDER BY seq) FROM greffe.event"), "registered captured");
}

TEST_F(articles, a_list_gives_each_once_newest_first) {
    std::vector<std::string> expected;
    for (int i = 0; i < 7; ++i) {
        ASSERT_TRUE(upsert("a" + std::to_string(i), some_content("un")));
        expected.insert(expected.begin(), "a" + std::to_string(i));
    }
    std::vector<std::string> found;
    service::page_request request{std::nullopt, 3};
    do {
        const auto page = h.await(h.articles.list(h.site, request)).value();
        for (const auto& article : page.items) found.push_back(article.external_id);
        request.cursor = page.next;
    } while (request.cursor);
    EXPECT_EQ(found, expected);
    EXPECT_EQ(h.await(h.articles.list(h.site, {"nonsense", 3})).error().field, "cursor");
}

TEST_F(articles, import_lines_are_applied_each_on_its_own) {
    EXPECT_EQ(import(R"({"type":"article","external_id":"a1","title":"Le marché"})"), "article created");
    EXPECT_EQ(import(R"({"type":"article","external_id":"a1","title":"Le marché"})"), "article unchanged");
    EXPECT_EQ(
        import(
            R"({"type":"capture","article":"a1","raw":"cGFnZQ==","media_type":"text/plain","importer":"page/1"})"),
        "capture created");
    EXPECT_EQ(import(R"({"type":"comment","article":"a1","external_id":"c1","body":"Bonjour"})"),
              "comment created");
    EXPECT_EQ(import(R"({"type":"comment","article":"a1","external_id":"c1","body":"Bonjour"})"),
              "comment unchanged");
    EXPECT_EQ(import(R"({"type":"edit","external_id":"c1","body":"Bonsoir"})"), "edit revised");
    EXPECT_EQ(import(R"({"type":"delete","external_id":"c1"})"), "delete deleted");
    EXPECT_EQ(
        import(R"({"type":"comment","article":"a1","external_id":"c2","body":"Non","status":"rejected"})",
               domain::screening::history),
        "comment created");
    EXPECT_EQ(h.value("SELECT status || ' ' || screen FROM greffe.comment WHERE external_id = 'c2'"),
              "rejected history");
}

TEST_F(articles, a_bad_import_line_names_what_is_wrong) {
    ASSERT_TRUE(upsert("a1", some_content("un")));
    EXPECT_EQ(import(R"({"external_id":"a1"})"), "invalid_field type");
    EXPECT_EQ(import(R"({"type":"poem"})"), "invalid_field type");
    EXPECT_EQ(import(R"({"type":"comment","external_id":"c1","body":"Bonjour"})"), "invalid_field article");
    EXPECT_EQ(
        import(R"({"type":"comment","article":"a1","external_id":"c1","body":"Bonjour","colour":"red"})"),
        "invalid_field colour");
    EXPECT_EQ(import(R"({"type":"comment","article":"a1","external_id":"c1","body":"a\u0000b"})"),
              "invalid_field body");
    EXPECT_EQ(import(R"({"type":"comment","article":"a9","external_id":"c1","body":"Bonjour"})"),
              "unknown_article article");
    EXPECT_EQ(import(R"({"type":"delete","external_id":"c1","body":"x"})"), "invalid_field body");
    EXPECT_EQ(import(R"({"type":"delete","external_id":"c1"})"), "not_found external_id");
    const auto retryable = apply(R"({"type":"comment","article":"a9","external_id":"c1","body":"Bonjour"})",
                                 domain::screening::live);
    EXPECT_TRUE(retryable.at("error").at("retryable").as_bool());
}

} // namespace
} // namespace greffe::test
