// PostgreSQL stopped and started again: 503 while it is away, work again without a restart of the server.
#include "server/platform/embedded_postgres.hpp"
#include "tests/integration/http/test_server.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace greffe::test {
namespace {

using namespace std::chrono_literals;

int wait_for_ready(const test_server& server, int wanted) {
    const auto until = std::chrono::steady_clock::now() + 20s;
    int status = 0;
    while (status != wanted && std::chrono::steady_clock::now() < until) {
        status = server.without_key().get("/readyz").status;
        std::this_thread::sleep_for(20ms);
    }
    return status;
}

TEST(DatabaseAway, Is503AndComesBackByItself) {
    const scratch_folder folder;
    auto postgres =
        platform::embedded_postgres::start({.folder = folder.path(), .durable = false, .outlives_us = false});
    test_server server([&](app::settings& with) { with.options.database = postgres.url(); });
    server.create_site("away");
    server.create_article("away", "a");
    server.submit("away", "a", "before");

    postgres.stop();
    EXPECT_EQ(wait_for_ready(server, 503), 503);
    for (int i = 0; i < 3; ++i) {
        const auto got = server.as_admin().post("/v1/sites/away/articles/a/comments", comment_json("while"));
        EXPECT_EQ(got.status, 503) << got.body;
        EXPECT_TRUE(got.headers.contains("retry-after"));
        EXPECT_EQ(got.json().at("code").as_string(), "unavailable");
        EXPECT_TRUE(got.json().at("retryable").as_bool());
        EXPECT_EQ(got.body.find("socket"), std::string::npos) << "no detail of the inside: " << got.body;
    }
    EXPECT_EQ(server.as_admin().get("/v1/sites/away/articles/a/thread").status, 503);
    EXPECT_EQ(server.without_key().get("/healthz").status, 200) << "alive, only not ready";
    const auto imported = server.as_admin().post("/v1/sites/away/import", "{}\n");
    EXPECT_TRUE(imported.status == 503 || imported.status == 200) << imported.status;

    ASSERT_TRUE(postgres.revive());
    EXPECT_EQ(wait_for_ready(server, 200), 200);
    server.submit("away", "a", "after");
    EXPECT_EQ(server.as_admin().get("/v1/sites/away/comments/before").status, 200);
    EXPECT_EQ(server.comment_count("away", "a"), 2);
}

TEST(DatabaseAway, AtTheStartItIsWaitedForAndThenGivenUp) {
    const scratch_folder folder;
    app::settings with;
    with.options.listen_port = 0;
    with.options.data = folder.path();
    with.options.log_level = "error";
    with.options.database = "postgresql://nobody@127.0.0.1:1/none";
    with.database_patience = 1s;
    app::wiring server(with);
    const auto start = std::chrono::steady_clock::now();
    EXPECT_ANY_THROW(server.start([] { return false; }));
    EXPECT_GE(std::chrono::steady_clock::now() - start, 1s);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
}

TEST(DatabaseAway, AServerThatDrainsIsNotReady) {
    test_server server([](app::settings& with) { with.drain_patience = 5s; });
    EXPECT_EQ(server.without_key().get("/readyz").status, 200);
    EXPECT_EQ(server.without_key().get("/healthz").status, 200);
    server.running().stop();
    EXPECT_ANY_THROW(server.without_key().get("/readyz")) << "nobody listens any more";
}

} // namespace
} // namespace greffe::test
