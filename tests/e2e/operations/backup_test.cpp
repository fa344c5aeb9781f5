// Every command of docs/operations.md is run, in order, in one shell, beside a real server on its private
// PostgreSQL: health, a dump restored into another cluster, a base backup restored into another data folder.
#include "server/platform/embedded_postgres.hpp"
#include "tests/e2e/operations/document.hpp"
#include "tests/support/doc_steps.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

namespace greffe::test {
namespace {

TEST(Operations, ShowsNoCommandThatIsNotRun) {
    const auto blocks = read_blocks(text_of("docs/operations.md"), "ops");
    EXPECT_GE(blocks.steps.size(), 6u);
    EXPECT_TRUE(blocks.other.empty()) << blocks.other.front();
}

TEST(Operations, CommandsDoWhatTheDocumentSays) {
    const running_server server{programs};
    const http_client admin(server.url(), server.admin_key());
    ASSERT_EQ(admin.post("/v1/sites", R"({"name":"gazette"})").status, 201);
    ASSERT_EQ(
        admin
            .put("/v1/sites/gazette/articles/restore",
                 R"({"title":"La crue","section":"locale","body":[{"kind":"paragraph","text":"Un mot."}]})")
            .status,
        201);
    for (const std::string id : {"1", "2", "3"})
        ASSERT_EQ(admin
                      .post("/v1/sites/gazette/articles/restore/comments",
                            R"({"external_id":")" + id + R"(","body":"Bravo à tous, numéro )" + id + "\"}")
                      .status,
                  201);

    const scratch_folder scratch;
    std::filesystem::create_directory(scratch / "backup");
    auto other = platform::embedded_postgres::start(
        {.folder = scratch / "other", .durable = false, .outlives_us = false});
    auto environment = server.environment();
    for (const auto& more : {"GREFFE_DATA=" + server.data().string(), "LISTEN=" + server.url().substr(7),
                             "CHECK=" + free_place(), "BACKUP=" + (scratch / "backup").string(),
                             "OTHER_SUPERUSER_URL=" + other.superuser_url(),
                             "OTHER_DATABASE_URL=" + other.url("restored", "greffe_owner")})
        environment.push_back(more);
    EXPECT_EQ(run_steps(read_blocks(text_of("docs/operations.md"), "ops").steps, "docs/operations.md", source,
                        scratch.path(), environment),
              "")
        << server.log();
}

TEST(Operations, AServerIsAskedForItsHealthByItsOwnProgram) {
    const auto nobody = free_place();
    const auto away = run_program(programs / "greffe-server", {"health", "--listen", nobody});
    EXPECT_EQ(away.exit_code, 1);
    EXPECT_NE(away.errors.find("no answer from 127.0.0.1"), std::string::npos) << away.errors;
    // A database that is away: alive, and not ready.
    const scratch_folder folder;
    auto cluster = platform::embedded_postgres::start(
        {.folder = folder / "cluster", .durable = false, .outlives_us = false});
    process server(programs / "greffe-server", {"--listen", "127.0.0.1:0", "--data",
                                                (folder / "data").string(), "--database", cluster.url()});
    const auto line = server.wait_for_line("greffe-server listening on http://");
    const auto place = line.substr(line.find("http://") + 7);
    const auto asked = [&](const std::string& what) {
        return run_program(programs / "greffe-server", {what, "--listen", place});
    };
    EXPECT_EQ(asked("health").exit_code, 0);
    EXPECT_EQ(asked("ready").exit_code, 0);
    cluster.stop();
    auto ready = asked("ready");
    for (int tries = 0; ready.exit_code == 0 && tries < 100; ++tries) ready = asked("ready");
    EXPECT_EQ(ready.exit_code, 1);
    EXPECT_NE(ready.errors.find("database"), std::string::npos) << ready.errors;
    EXPECT_EQ(asked("health").exit_code, 0);
}

} // namespace
} // namespace greffe::test
