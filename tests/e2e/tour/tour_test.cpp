// Every command of the README's tour is run, in order, in one shell, against a real server; what the README
// says they print is what they print.
#include "tests/e2e/tour/tour_steps.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace greffe::test {

namespace {

const std::filesystem::path root{GREFFE_SOURCE_DIR};

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

} // namespace

TEST(Readme, ShowsNoCommandThatIsNotRun) {
    const auto blocks = read_blocks(text_of(root / "README.md"));
    ASSERT_GE(blocks.tour.size(), 8U);
    for (const auto& line : blocks.other)
        EXPECT_TRUE(line.empty() || line.rfind("./dev ", 0) == 0 || line.rfind("#", 0) == 0 ||
                    line.rfind("export ", 0) == 0 || line.rfind("git clone ", 0) == 0 ||
                    line.rfind("cd ", 0) == 0)
            << "neither part of the tour nor of the two commands: " << line;
}

TEST(Readme, TourRunsAndPrintsWhatItSays) {
    const auto steps = read_blocks(text_of(root / "README.md")).tour;
    const running_server server{GREFFE_BIN_DIR};
    const scratch_folder scratch;

    // One shell for all, as a reader has: later steps use what earlier ones exported.
    std::ostringstream script;
    script << "cd '" << root.string() << "'\n";
    for (std::size_t i = 0; i < steps.size(); ++i)
        script << "exec >'" << (scratch / std::to_string(i)).string() << "' 2>&1\n" << steps[i].commands;
    auto environment = server.environment();
    environment.push_back("TMPDIR=" + scratch.path().string());
    const auto ended = run_program("/bin/bash", {"-euo", "pipefail", "-c", script.str()}, environment);

    for (std::size_t i = 0; i < steps.size(); ++i) {
        const auto file = scratch / std::to_string(i);
        const bool reached = std::filesystem::exists(file);
        const bool last = !std::filesystem::exists(scratch / std::to_string(i + 1));
        ASSERT_TRUE(reached) << ended.errors;
        const auto output = text_of(file);
        EXPECT_TRUE(!last || ended.exit_code == 0)
            << "README.md:" << steps[i].line << " ended with " << ended.exit_code << "\n"
            << output << server.log();
        EXPECT_EQ(first_broken_promise(steps[i], output), "") << "README.md:" << steps[i].line << " printed\n"
                                                              << output;
        if (last) break;
    }
    EXPECT_EQ(ended.exit_code, 0) << ended.errors;
}

TEST(TourSteps, PairsCommandsWithWhatTheyPrint) {
    const auto blocks = read_blocks(
        "a\n```sh tour\necho 1\necho 2\n```\ntext\n```text tour\n1\n\n…2\n```\n```sh\n./dev run\n```\n");
    ASSERT_EQ(blocks.tour.size(), 1U);
    EXPECT_EQ(blocks.tour[0].line, 3);
    EXPECT_EQ(blocks.tour[0].commands, "echo 1\necho 2\n");
    EXPECT_EQ(blocks.tour[0].promised, (std::vector<std::string>{"1", "…2"}));
    EXPECT_EQ(blocks.other, std::vector<std::string>{"./dev run"});
}

TEST(TourSteps, NoticesABrokenPromise) {
    const tour_step step{1, {}, {"case … is closed", "done"}};
    EXPECT_EQ(first_broken_promise(step, "case 12 is closed, version 3\nalmost done\n"), "");
    EXPECT_EQ(first_broken_promise(step, "case 12 is open\ndone\n"), "case … is closed");
    EXPECT_EQ(first_broken_promise(step, "done\ncase 12 is closed\n"), "done");
}

} // namespace greffe::test
