// A writer's queue that is full: whoever comes is told to come again, and what was accepted is written.
#include "server/store/connection_pool.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/await.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <future>

namespace greffe::test {
namespace {

/// Sessions of this database that wait for a lock.
int waiting_for_locks(const std::string& database) {
    const auto connection = store::connect(database);
    pqxx::work tx(*connection);
    return tx
        .exec(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = "
            "'Lock'")[0][0]
        .as<int>();
}

TEST(Overload, AFullQueueAnswers503WithRetryAfterAndLosesNothing) {
    const auto database = fresh_database();
    const test_server server([&](app::settings& with) {
        with.queue_items = 1;
        with.options.database = database;
    });
    server.create_site("full");
    server.create_article("full", "a");
    const auto submit = [&](const std::string& id) {
        return std::async(std::launch::async, [&server, id] {
            return server.as_admin().post("/v1/sites/full/articles/a/comments", comment_json(id));
        });
    };

    const auto holder = store::connect(database);
    auto held = std::make_unique<pqxx::work>(*holder);
    held->exec("SELECT FROM greffe.thread FOR UPDATE");
    std::vector<std::future<http_response>> asked;
    asked.push_back(submit("c0"));
    // The writer is busy with the first from here on; one may wait behind it.
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (waiting_for_locks(database) == 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    for (const char* id : {"c1", "c2", "c3", "c4"}) asked.push_back(submit(id));
    int refused = 0;
    while (refused < 3 && std::chrono::steady_clock::now() < until)
        for (auto& each : asked) {
            if (!each.valid() || each.wait_for(std::chrono::milliseconds{5}) != std::future_status::ready)
                continue;
            const auto answer = each.get();
            ++refused;
            EXPECT_EQ(answer.status, 503) << answer.body;
            EXPECT_EQ(answer.json().at("code").as_string(), "overloaded");
            EXPECT_TRUE(answer.headers.contains("retry-after"));
        }
    EXPECT_EQ(refused, 3);

    held.reset(); // lets go
    for (auto& each : asked) {
        if (!each.valid()) continue;
        EXPECT_EQ(each.get().status, 201);
    }
    EXPECT_EQ(server.comment_count("full", "a"), 2);
}

} // namespace
} // namespace greffe::test
