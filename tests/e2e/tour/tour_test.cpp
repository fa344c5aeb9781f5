// Every command of the README's tour, of docs/publishing.md and of docs/rules.md is run, in order, in one
// shell, against a real server; what the text says they print is what they print.
#include "tests/support/doc_steps.hpp"
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
    const auto blocks = read_blocks(text_of(root / "README.md"), "tour");
    ASSERT_GE(blocks.steps.size(), 8U);
    for (const auto& line : blocks.other)
        EXPECT_TRUE(line.empty() || line.rfind("./dev ", 0) == 0 || line.rfind("#", 0) == 0 ||
                    line.rfind("export ", 0) == 0 || line.rfind("git clone ", 0) == 0 ||
                    line.rfind("cd ", 0) == 0)
            << "neither part of the tour nor of the two commands: " << line;
}

TEST(Publishing, ShowsNoCommandThatIsNotRun) {
    const auto text = text_of(root / "docs" / "publishing.md");
    EXPECT_TRUE(read_blocks(text, "tour").other.empty());
    EXPECT_EQ(read_blocks(text, "follow").steps.size(), 1U) << "the loop that the tests of the changes run";
}

TEST(Rules, ShowsNoCommandThatIsNotRun) {
    EXPECT_TRUE(read_blocks(text_of(root / "docs" / "rules.md"), "tour").other.empty());
}

class Tour : public testing::TestWithParam<const char*> {};

TEST_P(Tour, RunsAndPrintsWhatItSays) {
    const auto steps = read_blocks(text_of(root / GetParam()), "tour").steps;
    ASSERT_GE(steps.size(), 8U);
    const running_server server{GREFFE_BIN_DIR};
    const scratch_folder scratch;

    auto environment = server.environment();
    environment.push_back("TMPDIR=" + scratch.path().string());
    EXPECT_EQ(run_steps(steps, GetParam(), root, scratch.path(), environment), "") << server.log();
}

INSTANTIATE_TEST_SUITE_P(Texts, Tour, testing::Values("README.md", "docs/publishing.md", "docs/rules.md"));

TEST(DocSteps, PairsCommandsWithWhatTheyPrint) {
    const auto blocks = read_blocks(
        "a\n```sh tour\necho 1\necho 2\n```\ntext\n```text tour\n1\n\n…2\n```\n```sh\n./dev run\n```\n",
        "tour");
    ASSERT_EQ(blocks.steps.size(), 1U);
    EXPECT_EQ(blocks.steps[0].line, 3);
    EXPECT_EQ(blocks.steps[0].commands, "echo 1\necho 2\n");
    EXPECT_EQ(blocks.steps[0].promised, (std::vector<std::string>{"1", "…2"}));
    EXPECT_EQ(blocks.other, std::vector<std::string>{"./dev run"});
}

TEST(DocSteps, NoticesABrokenPromise) {
    const doc_step step{1, {}, {"case … is closed", "done"}};
    EXPECT_EQ(first_broken_promise(step, "case 12 is closed, version 3\nalmost done\n"), "");
    EXPECT_EQ(first_broken_promise(step, "case 12 is open\ndone\n"), "case … is closed");
    EXPECT_EQ(first_broken_promise(step, "done\ncase 12 is closed\n"), "done");
}

} // namespace greffe::test
