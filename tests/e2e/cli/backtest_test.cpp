// greffe rules backtest and hunt, as an admin runs them.
#include "tests/e2e/cli/one_server.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace greffe::test {

namespace {

namespace json = boost::json;

constexpr const char* yaml = R"(ruleset: essai
rules:
  - id: pari
    mode: live
    when: {words: [pari]}
    then: {action: hold}
    examples: {match: ["Un pari"], pass: ["Rien"]}
)";

std::string written(const scratch_folder& folder, const std::string& text = yaml) {
    const auto path = folder.path() / "essai.yaml";
    std::ofstream(path) << text;
    return path.string();
}

std::string lines(int comments) {
    std::string all = R"({"type":"article","external_id":"art","title":"Le marché du jeudi"})"
                      "\n";
    for (int i = 0; i < comments; ++i)
        all += R"({"type":"comment","article":"art","external_id":"c)" + std::to_string(i) +
               R"(","posted_at":"2025-01-02T09:00:00Z","body":")" +
               (i % 10 == 0 ? "Encore un pari, n° " : "Rien de neuf, n° ") + std::to_string(i) + "\"}\n";
    return all;
}

void fill(const std::string& site, int comments) {
    open_site(site);
    const auto ran = one_server().greffe({"import", "ndjson", "-", "--site", site, "--screen", "history"},
                                         lines(comments));
    ASSERT_EQ(ran.exit_code, 0) << ran.errors;
}

} // namespace

TEST(RulesBacktest, TellsAPersonWhatWouldChangeWithTheWordsMarked) {
    const scratch_folder folder;
    fill("retour", 30);
    const auto ran = one_server().greffe({"rules", "backtest", written(folder), "--site", "retour"});
    ASSERT_EQ(ran.exit_code, 0) << ran.errors;
    for (const char* told : {"essai: 30 comments", "WHAT WOULD CHANGE", "AGAINST WHAT PEOPLE DECIDED",
                             "RULES", "NEW HITS: 3", "LOSSES: 0", "Encore un ⟦pari⟧"})
        EXPECT_NE(ran.output.find(told), std::string::npos) << told << "\n" << ran.output;
}

TEST(RulesBacktest, JsonIsOneLineThatAScriptReads) {
    const scratch_folder folder;
    fill("retour-json", 30);
    const auto ran = one_server().greffe(
        {"--json", "rules", "backtest", written(folder), "--site", "retour-json", "--sample", "10"});
    ASSERT_EQ(ran.exit_code, 0) << ran.errors;
    EXPECT_EQ(std::ranges::count(ran.output, '\n'), 1);
    EXPECT_EQ(json::parse(ran.output).at("comments").as_int64(), 10);
}

TEST(RulesBacktest, ARefusedRulesetIsShownWithItsPlaceAndEndsWithOne) {
    const scratch_folder folder;
    open_site("retour-faux");
    const auto file = written(folder, "ruleset: essai\nrules:\n  - {id: a, wen: {}}\n");
    const auto ran = one_server().greffe({"rules", "backtest", file, "--site", "retour-faux"});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_NE(ran.errors.find("essai.yaml:3:"), std::string::npos) << ran.errors;
}

TEST(RulesHunt, LooksFirstThenOpensAndIsUndone) {
    const scratch_folder folder;
    fill("chasse", 30);
    const auto file = written(folder);
    const auto looked = one_server().greffe({"rules", "hunt", file, "--site", "chasse"});
    ASSERT_EQ(looked.exit_code, 0) << looked.errors;
    EXPECT_NE(looked.output.find("would hold and open 3 cases; nothing was done"), std::string::npos)
        << looked.output;
    const auto opened = one_server().greffe({"rules", "hunt", file, "--site", "chasse", "--open"});
    ASSERT_EQ(opened.exit_code, 0) << opened.errors;
    EXPECT_NE(opened.output.find("3 cases opened"), std::string::npos) << opened.output;
    ASSERT_EQ(opened.errors.rfind("batch ", 0), 0u) << opened.errors;
    const auto batch = opened.errors.substr(6, 36);
    EXPECT_NE(opened.output.find("--undo " + batch), std::string::npos) << opened.output;
    const auto listed = one_server().greffe({"rules", "hunt", "--site", "chasse", "--list"});
    EXPECT_NE(listed.output.find(batch), std::string::npos) << listed.output;
    const auto undone = one_server().greffe({"rules", "hunt", "--site", "chasse", "--undo", batch});
    ASSERT_EQ(undone.exit_code, 0) << undone.errors;
    EXPECT_EQ(undone.output, "3 comments are published again\n");
    EXPECT_EQ(one_server().greffe({"rules", "hunt", "--site", "chasse"}).exit_code, 2) << "no file";
}

/// Ctrl-C: the program ends, and the server is free for the next one, whose figures are whole.
TEST(RulesBacktest, CtrlCEndsTheWorkOnTheServerToo) {
    const scratch_folder folder;
    fill("rompu", 20'000);
    std::string slow = "ruleset: lent\nrules:\n";
    for (int i = 0; i < 3000; ++i)
        slow += "  - {id: r" + std::to_string(i) + ", mode: shadow, when: {text: 'n° .{0,20}" +
                std::to_string(i) + "x'}, then: {action: flag}}\n";
    const auto file = written(folder, slow);
    {
        process program(std::filesystem::path(GREFFE_BIN_DIR) / "greffe",
                        {"rules", "backtest", file, "--site", "rompu"}, one_server().environment());
        const auto busy = [] {
            const auto ran = one_server().greffe({"rules", "backtest", "/dev/null", "--site", "rompu"});
            return ran.errors.find("another backtest") != std::string::npos;
        };
        while (program.running() && !busy()) {
        }
        program.signal(SIGINT);
        EXPECT_EQ(program.wait(), 128 + SIGINT);
    }
    const auto quick = written(folder);
    outcome ran{};
    do ran = one_server().greffe({"--json", "rules", "backtest", quick, "--site", "rompu"});
    while (ran.exit_code == 1 && ran.errors.find("another backtest") != std::string::npos);
    ASSERT_EQ(ran.exit_code, 0) << ran.errors;
    EXPECT_EQ(json::parse(ran.output).at("comments").as_int64(), 20'000);
}

} // namespace greffe::test
