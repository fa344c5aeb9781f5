// What the public reads of a thread.
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace greffe::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct thread_reading : testing::Test {
    ingest_harness h;
    void SetUp() override { h.article("a1"); }

    void post(const std::string& id, int minute, const std::string& parent = {}) {
        auto comment = a_comment(id, "texte de " + id);
        comment.posted =
            domain::posted_time{.utc = domain::timestamp{std::chrono::minutes{28'000'000 + minute}},
                                .raw = {},
                                .candidate_years = {}};
        if (!parent.empty()) comment.parent_external_id = parent;
        ASSERT_TRUE(h.submit("a1", comment)) << id;
    }
    /// As "+id" for a tombstone, "id" otherwise.
    std::vector<std::string> read(int limit = 200) {
        std::vector<std::string> ids;
        service::page_request request{std::nullopt, limit};
        do {
            const auto page = h.await(h.threads.thread(h.site, "a1", request)).value();
            EXPECT_LE(page.comments.size(), static_cast<std::size_t>(limit));
            for (const auto& comment : page.comments) {
                ids.push_back((comment.tombstone ? "+" : "") + comment.external_id);
                EXPECT_EQ(comment.body, comment.tombstone ? "" : "texte de " + comment.external_id);
                EXPECT_EQ(comment.author_name.has_value(), !comment.tombstone);
            }
            request.cursor = page.next;
        } while (request.cursor);
        return ids;
    }
};

TEST_F(thread_reading, roots_come_by_time_each_followed_by_its_replies) {
    post("r2", 20);
    post("r1", 10);
    post("r1-b", 40, "r1");
    post("r1-a", 5, "r1"); // earlier than its root: a publisher's clock
    post("r1-a-x", 30, "r1-a");
    post("r3", 20);
    EXPECT_THAT(read(), ElementsAre("r1", "r1-a", "r1-a-x", "r1-b", "r2", "r3"));
    EXPECT_EQ(h.await(h.threads.thread(h.site, "a1", {})).value().published_count, 6);
}

TEST_F(thread_reading, a_hidden_comment_stays_as_a_tombstone_while_something_below_it_is_visible) {
    post("r1", 1);
    post("mid", 2, "r1");
    post("low", 3, "mid");
    post("leaf", 4, "low");
    post("r2", 5);
    for (const auto* id : {"r1", "mid", "low", "r2"}) ASSERT_TRUE(h.remove(id));
    EXPECT_THAT(read(), ElementsAre("+r1", "+mid", "+low", "leaf"));
    ASSERT_TRUE(h.remove("leaf"));
    EXPECT_THAT(read(), IsEmpty());
}

TEST_F(thread_reading, pages_put_together_are_the_whole_thread) {
    std::mt19937 random(7);
    std::vector<std::string> ids;
    for (int i = 0; i < 120; ++i) {
        const auto pick = random() % 10;
        post("c" + std::to_string(i), static_cast<int>(random() % 8),
             pick < 6 && !ids.empty() ? ids[random() % ids.size()] : "");
        ids.push_back("c" + std::to_string(i));
    }
    for (int i = 0; i < 120; i += 3) ASSERT_TRUE(h.remove("c" + std::to_string(i)));
    const auto whole = read();
    EXPECT_GE(whole.size(), 80u);
    for (const int limit : {1, 2, 7, 50}) EXPECT_EQ(read(limit), whole) << "pages of " << limit;
}

TEST_F(thread_reading, unknown_articles_and_broken_cursors_are_told) {
    EXPECT_EQ(h.await(h.threads.thread(h.site, "nowhere", {})).error().code, domain::errc::not_found);
    for (const auto* cursor : {"", "x", "eHg", "Cg", "%%"})
        EXPECT_EQ(h.await(h.threads.thread(h.site, "a1", {cursor, 10})).error().field, "cursor") << cursor;
    EXPECT_EQ(h.await(h.threads.comment(h.site, "c9")).error().code, domain::errc::not_found);
}

} // namespace
} // namespace greffe::test
