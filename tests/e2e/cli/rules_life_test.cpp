// The life of a ruleset from the command line: pushed, compared, refused with its place, approved, rolled
// back; what a person reads and what a script gets as exit code.
#include "tests/e2e/cli/one_server.hpp"
#include "tests/support/scratch_folder.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace greffe::test {

namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

std::string rules_for(const std::string& word, const std::string& mode = "live") {
    return "ruleset: essai\nrules:\n  - id: mot\n    mode: " + mode + "\n    when: {words: [" + word +
           "]}\n    then: {action: hold, score: 40}\n    examples: {match: [voici " + word +
           "], pass: [rien]}\n";
}

class RulesLife : public testing::Test {
  protected:
    void SetUp() override {
        static int count = 0;
        site = "vie-" + std::to_string(++count);
        open_site(site);
    }
    outcome rules(const std::string& command, std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), {std::string("rules"), command});
        arguments.insert(arguments.end(), {std::string("--site"), site});
        return one_server().greffe(arguments);
    }
    outcome push(const std::string& source, std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), written(source));
        return rules("push", std::move(arguments));
    }
    std::string written(const std::string& source) {
        const auto file = folder / "rules.yaml";
        std::ofstream(file) << source;
        return file.string();
    }
    std::string new_key(const std::string& role) {
        std::istringstream out(
            one_server()
                .greffe({"key", "create", "--role", role, "--site", site, "--label", "de nuit"})
                .output);
        std::string token;
        out >> token;
        return token;
    }

    scratch_folder folder;
    std::string site;
};

} // namespace

TEST_F(RulesLife, APushTellsWhatItChanges) {
    const auto first = push(rules_for("casino"), {"--note", "premières"});
    EXPECT_EQ(first.exit_code, 0) << first.errors;
    EXPECT_THAT(first.output, HasSubstr("+ mot  live\n"));
    EXPECT_THAT(first.output, HasSubstr("version 1 is active on " + site));
    const auto second = push(rules_for("roulette", "shadow"));
    EXPECT_THAT(second.output, HasSubstr("against version 1:\n  ~ mot  live -> shadow\n"));
    EXPECT_THAT(second.output, HasSubstr("when: {words: [casino]}\n        -> {words: [roulette]}\n"));
    EXPECT_THAT(push(rules_for("roulette", "shadow")).output,
                HasSubstr("unchanged: version 2 is this very ruleset"));
}

TEST_F(RulesLife, ADryRunStoresNothingAndItsExitCodeTells) {
    const auto fine = push(rules_for("casino"), {"--dry-run"});
    EXPECT_EQ(fine.exit_code, 0) << fine.errors;
    EXPECT_THAT(fine.output, HasSubstr("+ mot  live"));
    EXPECT_THAT(fine.output, HasSubstr("nothing was stored"));
    EXPECT_EQ(push(rules_for("casino"), {"--dry-run", "--exit-code"}).exit_code, 1)
        << "it would change something";
    EXPECT_THAT(rules("history").output, Not(HasSubstr("active")));
    ASSERT_EQ(push(rules_for("casino")).exit_code, 0);
    EXPECT_EQ(push(rules_for("casino"), {"--dry-run", "--exit-code"}).exit_code, 0)
        << "it would change nothing";

    auto failing = rules_for("casino");
    failing.replace(failing.find("pass: [rien]"), 12, "pass: [casino]");
    const auto refused = push(failing, {"--dry-run"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.errors, HasSubstr("example-fails"));
    EXPECT_THAT(refused.errors, HasSubstr("rules.yaml:7:"));
}

TEST_F(RulesLife, ExamplesConflictsAndDiagnosticsStopAPush) {
    const std::string twice =
        rules_for("casino") + rules_for("casino").substr(rules_for("casino").find("  - id"));
    const auto two_of_one_id = push(twice);
    EXPECT_EQ(two_of_one_id.exit_code, 1);
    EXPECT_THAT(two_of_one_id.errors, HasSubstr("duplicate-id"));
    const std::string warned = rules_for("casino") + "lists: {vide: [rien]}\n";
    const auto warning = push(warned);
    EXPECT_EQ(warning.exit_code, 1);
    EXPECT_THAT(warning.errors, HasSubstr("unused-list"));
    EXPECT_THAT(rules("history").output, Not(HasSubstr("active")));
    EXPECT_EQ(push(warned, {"--allow-warnings"}).exit_code, 0);
    ASSERT_EQ(push(rules_for("roulette")).exit_code, 0);
    const auto stale = push(rules_for("poker"), {"--base", "1"});
    EXPECT_EQ(stale.exit_code, 1);
    EXPECT_THAT(stale.errors, HasSubstr("version 2 is active, not 1"));
    EXPECT_THAT(stale.errors, HasSubstr("greffe rules diff FILE"));
    EXPECT_EQ(push(rules_for("poker"), {"--base", "2"}).exit_code, 0);
}

TEST_F(RulesLife, ADiffIsOfAFileOrOfVersions) {
    ASSERT_EQ(push(rules_for("casino")).exit_code, 0);
    ASSERT_EQ(push(rules_for("roulette")).exit_code, 0);
    const auto same = rules("diff", {written("# bonjour\n" + rules_for("roulette")), "--exit-code"});
    EXPECT_EQ(same.exit_code, 0) << same.errors;
    EXPECT_THAT(same.output, HasSubstr("nothing: it means the same"));
    const auto other = rules("diff", {written(rules_for("poker")), "--exit-code"});
    EXPECT_EQ(other.exit_code, 1);
    EXPECT_THAT(other.output, HasSubstr("~ mot  live"));
    EXPECT_EQ(rules("diff", {written(rules_for("poker"))}).exit_code, 0);
    EXPECT_THAT(rules("diff", {"--version", "2", "--against", "1"}).output,
                HasSubstr("version 2 against version 1:"));
    EXPECT_EQ(rules("diff").exit_code, 2);
    EXPECT_EQ(rules("diff", {"--version", "9"}).exit_code, 1);
}

TEST_F(RulesLife, AFirstVersionIsBroughtBack) {
    ASSERT_EQ(push(rules_for("casino")).exit_code, 0);
    ASSERT_EQ(push(rules_for("roulette")).exit_code, 0);
    const auto back = rules("rollback", {"1", "--note", "trop large"});
    EXPECT_EQ(back.exit_code, 0) << back.errors;
    EXPECT_THAT(back.output, HasSubstr("version 3 is active on " + site + ", and says what version 1 said"));
    EXPECT_EQ(rules("show").output, rules_for("casino"));
    EXPECT_EQ(rules("show", {"--version", "2"}).output, rules_for("roulette"));
    EXPECT_THAT(rules("history").output, HasSubstr("back to version 1: trop large"));
    EXPECT_EQ(rules("rollback", {"1"}).exit_code, 1);
    EXPECT_EQ(rules("rollback", {"x"}).exit_code, 2);
}

TEST_F(RulesLife, ASecondPersonApprovesAndThePusherCannot) {
    ASSERT_EQ(one_server().greffe({"site", "set", site, "rules.approval=second_person"}).exit_code, 0);
    const auto pushed = push(rules_for("casino"));
    EXPECT_EQ(pushed.exit_code, 0) << pushed.errors;
    EXPECT_THAT(pushed.output, HasSubstr("version 1 waits"));
    const auto own = rules("approve", {"1"});
    EXPECT_EQ(own.exit_code, 1);
    EXPECT_THAT(own.errors, HasSubstr("who pushed a version does not approve it"));
    const auto waiting = rules("history");
    EXPECT_THAT(waiting.output, HasSubstr("waiting"));
    EXPECT_THAT(waiting.output, HasSubstr("greffe rules approve 1 --site " + site));

    const auto approved = one_server().greffe(
        {"--key", new_key("supervisor"), "rules", "approve", "1", "--site", site, "--note", "vu"});
    EXPECT_EQ(approved.exit_code, 0) << approved.errors;
    EXPECT_THAT(approved.output, HasSubstr("version 1 is active on " + site));
    EXPECT_THAT(rules("history").output, HasSubstr("de nuit"));
    const auto again = rules("approve", {"1"});
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_THAT(again.errors, HasSubstr("already_in_target_state"));
}

TEST_F(RulesLife, AListShowsEachRuleWithItsModeItsCapAndItsEnd) {
    auto source = rules_for("casino");
    source.replace(source.find("    when:"), 0, "    cap: 9/day\n    expires: 2020-01-01\n");
    ASSERT_EQ(push(source + "use: [{pack: spam, mode: shadow}]\n").exit_code, 0);
    const auto listed = rules("list");
    EXPECT_EQ(listed.exit_code, 0) << listed.errors;
    EXPECT_THAT(listed.output,
                testing::ContainsRegex("mot +live +hold +40 +9 +.*2019-12-31.*, over|mot +live +hold "
                                       "+40 +9 +.*2020-01-01.*, over"));
    EXPECT_THAT(listed.output, testing::ContainsRegex("spam/[a-z-]+ +shadow"));
    EXPECT_THAT(listed.output, HasSubstr("pack spam, edition "));
}

} // namespace greffe::test
