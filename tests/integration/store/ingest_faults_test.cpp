// Many writers, full queues, poisoned items, a database that goes away: what was acknowledged is there
// exactly once, what was not is told so.
#include "server/platform/embedded_postgres.hpp"
#include "server/store/migrator.hpp"
#include "tests/integration/store/ingest_harness.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>

namespace greffe::test {
namespace {

using service::submit_effect;
using service::ports::store_overloaded;
using service::ports::store_refused;
using service::ports::store_unavailable;
using testing::IsEmpty;

/// How submissions ended, counted from any thread.
struct tally {
    std::atomic<int> created = 0, unchanged = 0, refused = 0, overloaded = 0, unavailable = 0, defects = 0;
    std::atomic<int> done = 0;
};

boost::asio::awaitable<void> submit_and_count(ingest_harness& h, std::string article, std::string id,
                                              std::string body, tally& count) {
    try {
        const auto answer = co_await h.comments.submit(h.site, std::move(article), a_comment(id, body));
        if (!answer)
            ++count.refused;
        else if (answer->effect == submit_effect::created)
            ++count.created;
        else if (answer->effect == submit_effect::unchanged)
            ++count.unchanged;
    } catch (const store_overloaded&) {
        ++count.overloaded;
    } catch (const store_unavailable&) {
        ++count.unavailable;
    } catch (const store_refused&) {
        ++count.defects;
    }
    ++count.done;
}

/// Holds a thread's lock, as somebody who works long on it would.
class thread_lock {
  public:
    explicit thread_lock(const std::string& url) : connection_(store::connect(url)), work_(*connection_) {
        work_.exec("SELECT FROM greffe.thread FOR UPDATE");
    }

  private:
    std::unique_ptr<pqxx::connection> connection_;
    pqxx::work work_;
};

/// Sends the comment "first" and waits until a writer is in its transaction, blocked by a thread_lock: what
/// is sent after it stays in the queue.
void occupy_writer(ingest_harness& h, boost::asio::thread_pool& threads, tally& count) {
    boost::asio::co_spawn(threads, submit_and_count(h, "a1", "first", "Bonjour", count),
                          boost::asio::detached);
    while (h.value("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
                   "current_database()") == "0")
        std::this_thread::yield();
}

TEST(ingest_faults, sixty_four_submitters_with_the_same_ids_store_each_once) {
    ingest_harness h;
    constexpr int submitters = 64, each = 25, articles = 8;
    for (int a = 0; a < articles; ++a) h.article("a" + std::to_string(a));
    tally count;
    const auto submitter = [&](int s) -> boost::asio::awaitable<void> {
        for (int i = 0; i < each; ++i) {
            // Every id is sent by two submitters; one id in five by one of them to another article.
            const int number = s / 2 * each + i;
            const int article = number % articles + (number % 5 == 0 ? s % 2 : 0);
            co_await submit_and_count(h, "a" + std::to_string(article % articles),
                                      "c" + std::to_string(number), "Bonjour", count);
        }
    };
    {
        auto& threads = h.threads_for_test(4);
        for (int s = 0; s < submitters; ++s)
            boost::asio::co_spawn(threads, submitter(s), boost::asio::detached);
        threads.join();
    }
    constexpr int ids = submitters / 2 * each, moved = ids / 5;
    EXPECT_EQ(count.created, ids);
    EXPECT_EQ(count.unchanged, ids - moved);
    EXPECT_EQ(count.refused, moved);
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.comment"), std::to_string(ids));
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST(ingest_faults, a_poisoned_item_fails_alone) {
    ingest_harness h({.writers = 1, .limits = {}});
    h.article("a1");
    h.exec("ALTER TABLE greffe.revision ADD CHECK (body <> 'poison')");
    tally count;
    {
        auto& threads = h.threads_for_test(2);
        std::optional<thread_lock> wait(h.url); // so that the fifty are in one batch
        occupy_writer(h, threads, count);
        for (int i = 0; i < 50; ++i)
            boost::asio::co_spawn(
                threads,
                submit_and_count(h, "a1", "c" + std::to_string(i), i == 17 ? "poison" : "Bonjour", count),
                boost::asio::detached);
        while (h.ingest_store.waiting() < 50) std::this_thread::yield();
        wait.reset();
        threads.join();
    }
    EXPECT_EQ(count.defects, 1);
    EXPECT_EQ(count.created, 50) << "the first, and all but the poisoned one";
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST(ingest_faults, a_full_queue_refuses_at_once_and_a_long_wait_is_not_begun) {
    constexpr std::chrono::milliseconds patience{500}; // a busy machine may take a while to begin the first
    ingest_harness h({.writers = 1, .limits = {.queue_items = 4, .batch_items = 1, .wait = patience}});
    h.article("a1");
    tally count;
    auto& threads = h.threads_for_test(1);
    const auto submit = [&](const std::string& id) {
        boost::asio::co_spawn(threads, submit_and_count(h, "a1", id, "Bonjour", count),
                              boost::asio::detached);
    };
    std::optional<thread_lock> busy(h.url);
    occupy_writer(h, threads, count);
    for (int i = 0; i < 4; ++i) submit("waits-" + std::to_string(i));
    while (h.ingest_store.waiting() < 4) std::this_thread::yield();
    EXPECT_THROW(h.submit("a1", "over", "Bonjour"), store_overloaded);
    std::this_thread::sleep_for(2 * patience); // what is tested is that time passes
    busy.reset();
    threads.join();
    EXPECT_EQ(count.created, 1);
    EXPECT_EQ(count.overloaded, 4) << "their wait was over before the writer came to them";
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.comment"), "1");
}

TEST(ingest_faults, the_queue_is_bounded_in_bytes) {
    ingest_harness h({.writers = 1, .limits = {.queue_bytes = 100'000}});
    h.article("a1");
    tally count;
    auto& threads = h.threads_for_test(1);
    std::optional<thread_lock> busy(h.url);
    occupy_writer(h, threads, count);
    for (int i = 0; i < 100; ++i)
        boost::asio::co_spawn(
            threads, submit_and_count(h, "a1", "c" + std::to_string(i), std::string(9'000, 'a'), count),
            boost::asio::detached);
    while (count.overloaded < 80) std::this_thread::yield();
    EXPECT_LE(h.ingest_store.waiting(), 10u);
    busy.reset();
    threads.join();
    EXPECT_EQ(count.created + count.overloaded, 101);
    EXPECT_GT(count.created, 0);
}

TEST(ingest_faults, stop_writes_what_was_accepted_and_refuses_the_rest) {
    ingest_harness h({.writers = 2, .limits = {.batch_items = 7}});
    h.article("a1");
    h.article("a2");
    tally count;
    auto& threads = h.threads_for_test(2);
    std::optional<thread_lock> busy(h.url);
    for (int i = 0; i < 100; ++i)
        boost::asio::co_spawn(
            threads, submit_and_count(h, i % 2 ? "a1" : "a2", "c" + std::to_string(i), "Bonjour", count),
            boost::asio::detached);
    while (h.ingest_store.waiting() + 2 * 7 < 100) std::this_thread::yield();
    std::thread stopper([&] { h.ingest_store.stop(); });
    busy.reset();
    stopper.join();
    threads.join();
    EXPECT_EQ(count.done, 100);
    EXPECT_EQ(std::to_string(count.created), h.value("SELECT count(*) FROM greffe.comment"));
    EXPECT_EQ(count.created + count.unavailable, 100);
    EXPECT_THROW(h.submit("a1", "late", "Bonjour"), store_unavailable);
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST(ingest_faults, killed_backends_cost_no_acknowledged_comment_and_no_restart) {
    ingest_harness h;
    for (const auto* article : {"a0", "a1", "a2", "a3"}) h.article(article);
    tally count;
    std::atomic<bool> over = false;
    std::thread killer([&] {
        const auto connection = store::connect(superuser_url(h.url));
        for (int round = 0; round < 20; ++round) {
            pqxx::nontransaction kill(*connection);
            kill.exec("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "
                      "current_database() AND pid <> pg_backend_pid()");
            kill.exec("SELECT pg_sleep(0.02)");
        }
        over = true;
    });
    const auto submitter = [&](int s) -> boost::asio::awaitable<void> {
        for (int i = 0; !over || i < 5; ++i)
            co_await submit_and_count(h, "a" + std::to_string(s % 4),
                                      std::to_string(s) + "-" + std::to_string(i), "Bonjour", count);
    };
    {
        auto& threads = h.threads_for_test(2);
        for (int s = 0; s < 16; ++s) boost::asio::co_spawn(threads, submitter(s), boost::asio::detached);
        threads.join();
    }
    killer.join();
    EXPECT_EQ(count.created + count.unavailable, count.done);
    const auto stored = std::stoi(h.value("SELECT count(*) FROM greffe.comment"));
    EXPECT_GE(stored, count.created) << "every acknowledged comment is there";
    EXPECT_LE(stored, count.created + count.unavailable);
    EXPECT_TRUE(h.submit("a1", "after", "Bonjour"));
    EXPECT_TRUE(h.await(h.threads.comment(h.site, "after")));
    EXPECT_THAT(broken_promises(h.url), IsEmpty());
}

TEST(ingest_faults, postgres_away_is_unavailable_and_back_is_work_again) {
    const scratch_folder folder;
    const platform::embedded_postgres::options how{
        .folder = folder / "data", .durable = false, .outlives_us = false};
    std::optional<platform::embedded_postgres> server(platform::embedded_postgres::start(how));
    const auto url = server->owner_url();
    store::migrate(url, store::migrate_mode::automatic);
    ingest_harness h(url, {});
    h.article("a1");
    ASSERT_TRUE(h.submit("a1", "before", "Bonjour"));
    ASSERT_TRUE(h.await(h.threads.comment(h.site, "before")));
    server.reset();
    EXPECT_THROW(h.submit("a1", "away", "Bonjour"), store_unavailable);
    EXPECT_THROW(h.await(h.threads.comment(h.site, "before")), store_unavailable);
    server.emplace(platform::embedded_postgres::start(how));
    ASSERT_EQ(server->owner_url(), url);
    EXPECT_TRUE(h.submit("a1", "after", "Bonjour"));
    EXPECT_TRUE(h.await(h.threads.comment(h.site, "before")));
}

TEST(ingest_faults, nothing_waits_longer_than_the_statement_timeout) {
    const auto url = fresh_database();
    const auto connection = store::connect(url);
    store::transaction tx(*connection, store::transaction::kind::read_write, std::chrono::milliseconds{50});
    EXPECT_EQ(std::string(tx.base().exec("SHOW statement_timeout")[0][0].c_str()), "50ms");
    EXPECT_EQ(std::string(tx.base().exec("SHOW lock_timeout")[0][0].c_str()), "50ms");
    EXPECT_EQ(std::string(tx.base().exec("SELECT current_user")[0][0].c_str()), "greffe_app");
}

} // namespace
} // namespace greffe::test
