// Diagnostics are pinned: golden/NAME.yaml must be refused (or accepted) with exactly the lines of
// golden/NAME.txt, each with a hint. After a change on purpose: GREFFE_UPDATE_GOLDEN=1 rewrites the .txt
// files; read the difference before committing it.
#include "tests/unit/rules/compile.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace greffe {
namespace {

const std::filesystem::path folder = GREFFE_SOURCE_DIR "/tests/unit/rules/golden";

std::string contents(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
}

std::vector<std::string> names() {
    std::vector<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(folder))
        if (file.path().extension() == ".yaml") found.push_back(file.path().stem().string());
    std::ranges::sort(found);
    return found;
}

class golden : public testing::TestWithParam<std::string> {};

TEST_P(golden, diagnostics) {
    const auto made =
        rules::ruleset::compile(contents(folder / (GetParam() + ".yaml")), {.file = GetParam() + ".yaml"});
    const std::string printed = test::printed(made.found);
    EXPECT_EQ(made.rules == nullptr, rules::has_errors(made.found));
    for (const auto& d : made.found) EXPECT_NE(d.hint, "") << to_string(d);
    const auto expected = folder / (GetParam() + ".txt");
    if (std::getenv("GREFFE_UPDATE_GOLDEN") != nullptr) std::ofstream(expected, std::ios::binary) << printed;
    EXPECT_EQ(printed, contents(expected));
}

INSTANTIATE_TEST_SUITE_P(rules, golden, testing::ValuesIn(names()), [](const auto& info) {
    std::string name = info.param;
    std::ranges::replace(name, '-', '_');
    return name;
});

} // namespace
} // namespace greffe
