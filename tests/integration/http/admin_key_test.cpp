// The first key of a database, and further ones for whoever sits at the server's machine.
#include "tests/integration/http/program.hpp"
#include "tests/integration/http/test_server.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/test_database.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <csignal>

namespace greffe::test {
namespace {

namespace fs = std::filesystem;

TEST(AdminKey, IsWrittenOnceForItsOwnerOnly) {
    const scratch_folder folder;
    const auto database = fresh_database();
    std::string first;
    {
        server_program server(folder / "data", database);
        first = server.admin_key();
        EXPECT_EQ(fs::status(folder / "data" / "admin.key").permissions(),
                  fs::perms::owner_read | fs::perms::owner_write);
        EXPECT_EQ(server.as_admin().get("/v1/sites").status, 200);
        server.running().signal(SIGTERM);
        EXPECT_EQ(server.running().wait(), 0);
    }
    server_program again(folder / "data", database);
    EXPECT_EQ(again.admin_key(), first) << "the file is left alone";
    server_program elsewhere(folder / "elsewhere", database);
    EXPECT_FALSE(fs::exists(folder / "elsewhere" / "admin.key")) << "the database has its first key already";
    const auto keys = http_client(elsewhere.url(), first).get("/v1/keys");
    EXPECT_EQ(keys.status, 200) << keys.body;
    EXPECT_EQ(keys.json().at("items").as_array().size(), 1u);
}

TEST(AdminKey, AnotherIsIssuedOnTheCommandLine) {
    const scratch_folder folder;
    const auto database = fresh_database();
    server_program server(folder / "data", database);
    const auto issued =
        run_program(fs::path(GREFFE_BIN_DIR) / "greffe-server",
                    {"admin-key", "--database", database, "--data", (folder / "other").string()});
    ASSERT_EQ(issued.exit_code, 0) << issued.errors;
    ASSERT_TRUE(issued.output.starts_with("grf_") && issued.output.ends_with("\n")) << issued.output;
    const auto token = issued.output.substr(0, issued.output.size() - 1);
    EXPECT_EQ(token.find_first_of(" \n"), std::string::npos) << "nothing but the key, for a script to read";
    EXPECT_NE(token, server.admin_key());
    const auto made = http_client(server.url(), token).post("/v1/sites", R"({"name":"nouveau"})");
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(server.as_admin().get("/v1/sites").status, 200) << "the first still works";
    EXPECT_FALSE(fs::exists(folder / "other" / "admin.key"));
    EXPECT_EQ(issued.errors.find("grf_"), std::string::npos);
}

} // namespace
} // namespace greffe::test
