// What ./dev run loads, and each command that it then invites to, against a real server.
#include "tests/support/doc_steps.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace greffe::test {

namespace {

const std::filesystem::path source{GREFFE_SOURCE_DIR};

/// The commands of greffe in the text that ./dev run prints; what stands behind two spaces is said about one.
std::vector<std::string> invited_commands() {
    std::ifstream script(source / "dev");
    std::vector<std::string> commands;
    for (std::string line; std::getline(script, line);) {
        constexpr std::string_view indent = "    greffe ";
        if (!line.starts_with(indent)) continue;
        line.erase(0, 4);
        commands.push_back(line.substr(0, line.find("  ")));
    }
    return commands;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    if (const auto at = text.find(what); at != text.npos) text.replace(at, what.size(), with);
    return text;
}

} // namespace

TEST(Demo, LoadsAndEveryCommandThatItInvitesToWorks) {
    const auto commands = invited_commands();
    ASSERT_GE(commands.size(), 7U);
    std::vector<doc_step> steps{{1, "docs/demo/load\ndocs/demo/load\n", {"site demo created", "0 refused"}}};
    for (const auto& command : commands)
        steps.push_back(
            {1, replaced(replaced(command, " ID ", " $claimed "), "/tmp/", "$TMPDIR/") + "\n", {}});
    // The case that the fourth command has claimed is the one that the fifth decides.
    steps.insert(steps.begin() + 5,
                 {1, "claimed=$(greffe --json queue --site demo | jq -r '.items[0].id')\n", {}});

    const running_server server{GREFFE_BIN_DIR};
    const scratch_folder scratch;
    auto environment = server.environment();
    environment.push_back("TMPDIR=" + scratch.path().string());
    EXPECT_EQ(run_steps(steps, "./dev run", source, scratch.path(), environment), "") << server.log();
    EXPECT_GT(std::filesystem::file_size(scratch / "thread.html"), 1000U);
}

} // namespace greffe::test
