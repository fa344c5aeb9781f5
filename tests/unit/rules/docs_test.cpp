// docs/rules.md says nothing that the engine does not: every YAML block is a ruleset that compiles without a
// word, every condition of the table can be written as it stands there.
#include "tests/unit/rules/compile.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace greffe {
namespace {

std::string reference() {
    std::ifstream file(GREFFE_SOURCE_DIR "/docs/rules.md");
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> between(const std::string& text, std::string_view open, std::string_view close) {
    std::vector<std::string> found;
    for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
        const std::size_t begin = at + open.size();
        const std::size_t end = text.find(close, begin);
        if (end == std::string::npos) break;
        found.push_back(text.substr(begin, end - begin));
        at = end + close.size();
    }
    return found;
}

TEST(reference, holds_rulesets_that_compile) {
    const auto blocks = between(reference(), "```yaml\n", "```");
    ASSERT_GE(blocks.size(), 3U);
    for (const std::string& block : blocks) {
        const auto made = rules::ruleset::compile(block);
        EXPECT_EQ(test::printed(made.found), "") << block;
        EXPECT_TRUE(made.rules) << block;
    }
}

TEST(reference, shows_every_condition_as_it_is_written) {
    const std::string text = reference();
    const auto begin = text.find("## Conditions");
    const auto table = text.substr(begin, text.find("### Views") - begin);
    auto conditions = between(table, "| `{", "}` |");
    ASSERT_GE(conditions.size(), 15U);
    for (const std::string& condition : conditions) {
        const auto made = rules::ruleset::compile(
            "ruleset: t\nrules:\n  - {id: r, for: report, mode: draft, then: {priority: 1}, when: {" +
            condition + "}}\n");
        EXPECT_EQ(test::printed(made.found), "") << condition;
    }
}

} // namespace
} // namespace greffe
