// What the public reads of a thread.
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

namespace greffe::test {
namespace {

using service::thread_sort;
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
    std::vector<std::string> read(int limit = 200, thread_sort sort = thread_sort::oldest) {
        std::vector<std::string> ids;
        service::page_request request{std::nullopt, limit};
        do {
            const auto page = h.await(h.threads.thread(h.site, "a1", request, sort)).value();
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
    for (const auto sort : {thread_sort::oldest, thread_sort::newest}) {
        const auto whole = read(200, sort);
        EXPECT_GE(whole.size(), 80u);
        for (const int limit : {1, 2, 7, 50, 119})
            EXPECT_EQ(read(limit, sort), whole) << "pages of " << limit << " " << to_string(sort);
    }
}

TEST_F(thread_reading, newest_turns_the_roots_round_and_leaves_replies_as_they_were) {
    post("r1", 10);
    post("r1-a", 30, "r1");
    post("r1-b", 40, "r1");
    post("r2", 20);
    EXPECT_THAT(read(200, thread_sort::newest), ElementsAre("r2", "r1", "r1-a", "r1-b"));
    EXPECT_THAT(read(1, thread_sort::newest), ElementsAre("r2", "r1", "r1-a", "r1-b"));
    const auto first =
        h.await(h.threads.thread(h.site, "a1", {std::nullopt, 1}, thread_sort::newest)).value();
    EXPECT_EQ(h.await(h.threads.thread(h.site, "a1", {first.next, 1})).error().field, "cursor")
        << "a cursor belongs to its order";
}

TEST_F(thread_reading, pages_neither_repeat_nor_skip_what_was_there_while_comments_come_and_go) {
    std::mt19937 random(23);
    int count = 0;
    const auto grow = [&](int minute, const std::string& parent) {
        const auto id = "c" + std::to_string(count++);
        post(id, minute, parent);
        return id;
    };
    std::vector<std::string> before;
    for (int i = 0; i < 60; ++i)
        before.push_back(grow(static_cast<int>(random() % 20),
                              random() % 2 == 0 && !before.empty() ? before[random() % before.size()] : ""));
    for (const auto sort : {thread_sort::oldest, thread_sort::newest}) {
        for (const int limit : {1, 3, 8}) {
            std::map<std::string, int> seen;
            std::vector<std::string> order;
            service::page_request request{std::nullopt, limit};
            do {
                const auto page = h.await(h.threads.thread(h.site, "a1", request, sort)).value();
                for (const auto& c : page.comments) {
                    ++seen[c.external_id];
                    order.push_back(c.external_id);
                }
                request.cursor = page.next;
                // Anywhere: before the cursor, behind it, below what was shown already.
                grow(static_cast<int>(random() % 20),
                     random() % 2 == 0 ? before[random() % before.size()] : "");
                if (random() % 3 == 0) {
                    const auto fresh = static_cast<unsigned>(count) - 60;
                    ASSERT_TRUE(h.remove("c" + std::to_string(60 + random() % fresh)));
                }
            } while (request.cursor);
            for (const auto& id : before) EXPECT_EQ(seen[id], 1) << id << " in pages of " << limit;
            for (const auto& [id, times] : seen) EXPECT_EQ(times, 1) << id;
            // What was there all the time comes in the order in which it comes at once.
            std::vector<std::string> whole = read(200, sort), lasting, paged;
            std::ranges::copy_if(whole, std::back_inserter(lasting), [&](const auto& id) {
                return std::ranges::find(before, id) != before.end();
            });
            std::ranges::copy_if(order, std::back_inserter(paged), [&](const auto& id) {
                return std::ranges::find(before, id) != before.end();
            });
            EXPECT_EQ(paged, lasting) << "pages of " << limit;
        }
    }
}

TEST_F(thread_reading, a_site_may_hide_what_was_approved_before_while_an_edit_is_held) {
    post("r1", 1);
    post("r2", 2);
    h.exec("UPDATE greffe.comment SET status = 'held', revision = 2 WHERE external_id = 'r1'");
    for (const int limit : {200, 1}) EXPECT_THAT(read(limit), ElementsAre("r1", "r2"));
    h.exec("UPDATE greffe.site SET settings = '{\"held_edits\": \"nothing\"}'");
    for (const int limit : {200, 1}) EXPECT_THAT(read(limit), ElementsAre("r2"));
}

TEST_F(thread_reading, counts_tell_many_articles_at_once) {
    post("r1", 1);
    post("r2", 2);
    h.article("a2");
    using testing::Optional;
    const auto count = [&](std::vector<std::string> names) {
        return h.await(h.threads.counts(h.site, names));
    };
    EXPECT_THAT(count({"a2", "nowhere", "a1"}).value(), ElementsAre(Optional(0), std::nullopt, Optional(2)));
    EXPECT_EQ(count({}).error().field, "articles");
    EXPECT_EQ(count(std::vector<std::string>(101, "a1")).error().field, "articles");
}

TEST_F(thread_reading, unknown_articles_and_broken_cursors_are_told) {
    EXPECT_EQ(h.await(h.threads.thread(h.site, "nowhere", {})).error().code, domain::errc::not_found);
    for (const auto* cursor : {"", "x", "eHg", "Cg", "%%"})
        EXPECT_EQ(h.await(h.threads.thread(h.site, "a1", {cursor, 10})).error().field, "cursor") << cursor;
    EXPECT_EQ(h.await(h.threads.comment(h.site, "c9")).error().code, domain::errc::not_found);
}

} // namespace
} // namespace greffe::test
