// The content of a rule: what it does and on what, not how it is written.
#include "tests/unit/rules/compile.hpp"

#include <gtest/gtest.h>

#include <set>

namespace greffe::rules {
namespace {

std::string content(const std::string& body) {
    const auto made = ruleset::compile("ruleset: t\nlists:\n  l: [a]\n  m: [a, b]\nrules:\n" + body, {});
    if (!made.rules) ADD_FAILURE() << body;
    return made.rules ? made.rules->rules().at(0).content : "";
}

TEST(rule_content, is_the_same_however_it_is_written) {
    const auto one = content("  - {id: r, mode: shadow, when: {words: l}, then: {action: hold}}\n");
    EXPECT_EQ(one.size(), 16U);
    EXPECT_EQ(one, content("  - id: r # a remark\n    mode: draft\n    when:\n      words: l\n    then: "
                           "{action: hold}\n    cap: 9/day\n"));
    EXPECT_EQ(one, content("  - {id: other, mode: live, when: {words: l}, then: {action: hold}, "
                           "examples: {match: [a], pass: [b]}}\n"));
}

TEST(rule_content, is_another_when_it_does_something_else) {
    std::set<std::string> seen;
    for (const char* rest :
         {"when: {words: l}, then: {action: hold}", "when: {words: m}, then: {action: hold}",
          "when: {words: l, in: name}, then: {action: hold}", "when: {not: {words: l}}, then: {action: hold}",
          "when: {all: [{words: l}]}, then: {action: hold}",
          "when: {any: [{words: l}]}, then: {action: hold}", "when: {words: l}, then: {action: flag}",
          "when: {words: l}, then: {action: hold, score: 1}",
          "when: {words: l}, then: {action: hold}, scope: {sections: [x]}",
          "when: {words: l}, then: {action: hold}, scope: {tags: [x]}",
          "when: {words: l}, then: {action: hold}, expires: 2030-01-01",
          "for: report, when: {words: l}, then: {priority: 1}",
          "for: report, when: {words: l}, then: {priority: 1, action: hide}"})
        EXPECT_TRUE(seen.insert(content("  - {id: r, mode: shadow, " + std::string(rest) + "}\n")).second)
            << rest;
}

TEST(needs_of_reports, are_asked_apart_from_those_of_comments) {
    const auto compiled = ruleset::compile(
        "ruleset: t\nrules:\n"
        "  - {id: c, mode: shadow, when: {rate: {by: author, over: 3, within: 10m}}, then: {action: hold}}\n"
        "  - {id: r, mode: shadow, for: report, cap: 9/day, when: {all: [{author: {rejected_over: 9}}, "
        "{report: "
        "{count_over: 2}}]}, then: {priority: 1}}\n",
        {});
    ASSERT_TRUE(compiled.rules);
    EXPECT_FALSE(compiled.rules->needs().report);
    EXPECT_TRUE(compiled.rules->needs().author_comments) << "they are listed as they come in";
    EXPECT_FALSE(compiled.rules->needs().author) << "only a rule for reports asks for it";
    const auto& of_reports = compiled.rules->needs_of_reports();
    ASSERT_TRUE(of_reports);
    EXPECT_TRUE(of_reports->report && of_reports->author && of_reports->author_comments);
    EXPECT_TRUE(of_reports->nothing_counted());
    ASSERT_EQ(of_reports->caps.size(), 1U);
    EXPECT_EQ(of_reports->caps[0].a_day, 9);
    const auto none = ruleset::compile(
        "ruleset: t\nrules:\n  - {id: d, for: report, mode: draft, when: {report: {count_over: 1}}, "
        "then: {priority: 1}}\n",
        {});
    EXPECT_FALSE(none.rules->needs_of_reports()) << "a draft asks for nothing";
}

} // namespace
} // namespace greffe::rules
