// greffe rules explain: what a ruleset says about a text, with what was found marked in what the reader
// wrote.
#include "admin-cli/commands/rules_explain.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

namespace greffe {
namespace {

cli::explained_comment comment_of(std::string text) {
    cli::explained_comment made;
    made.text = std::move(text);
    return made;
}

/// Each asks for "gain" and for one thing more.
std::string more_rules() {
    const std::map<std::string, std::string> conditions{
        {"de-auteur", "{all: [{author: {age_below: 1h}}, {words: [gain]}]}"},
        {"de-cadence", "{all: [{rate: {by: author, over: 5, within: 1h}}, {words: [gain]}]}"},
        {"de-longueur", "{all: [{length: {over: 60}}, {words: [gain]}]}"},
        {"de-langue", "{all: [{language: {in: [en]}}, {words: [gain]}]}"},
        {"sauf-connu", "{all: [{words: [gain]}, {not: {author: {known: true}}}]}"},
        {"sauf-cours", "{all: [{words: [gain]}, {not: {words: [cours]}}]}"},
        {"sauf-sans",
         "{all: [{words: [gain]}, {not: {any: [{words: [cours]}, {not: {words: [bourse]}}]}}]}"}};
    std::string text;
    for (const auto& [id, when] : conditions)
        text += "  - {id: " + id + ", mode: shadow, when: " + when + ", then: {action: hold}}\n";
    return text;
}

class rules_explain : public testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/greffe-explain-XXXXXX";
        ASSERT_NE(::mkdtemp(name), nullptr);
        folder_ = name;
        std::ofstream(folder_ / "rules.yaml") << R"(ruleset: essai
rules:
  - id: messagerie
    mode: shadow
    when:
      all:
        - {text: '\btelegram\b', view: skeleton}
        - {author: {age_below: 7d}}
    then: {action: hold, score: 40}
  - id: plainte
    for: report
    mode: shadow
    when: {words: [arnaque], in: report}
    then: {priority: 20, action: escalate}
)" + more_rules();
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string told(const cli::explained_comment& comment, int expected = 0, bool json = false) {
        std::ostringstream out;
        std::ostringstream err;
        EXPECT_EQ(cli::rules_explain(folder_ / "rules.yaml", comment, json, out, err), expected) << err.str();
        return out.str() + err.str();
    }

    std::vector<std::string> near_misses(const cli::explained_comment& comment) {
        const auto answer = boost::json::parse(told(comment, 0, true));
        std::vector<std::string> rules;
        for (const auto& each : answer.at("near_misses").as_array())
            rules.emplace_back(each.at("rule").as_string());
        return rules;
    }

    std::filesystem::path folder_;
};

TEST_F(rules_explain, marks_what_was_found_in_what_the_reader_wrote) {
    auto comment = comment_of("Venez sur T é l é g r a m !");
    comment.facts = "{author: {age: 2d}}";
    const std::string out = told(comment);
    EXPECT_NE(out.find("matched:\n  messagerie (shadow, hold, score 40)"), std::string::npos) << out;
    EXPECT_NE(out.find("| Venez sur T é l é g r a m !\n      |           ^^^^^^^^^^^^^^^\n"),
              std::string::npos)
        << out;
    EXPECT_NE(out.find("holds: author age_below 7d"), std::string::npos) << out;
}

TEST_F(rules_explain, says_of_a_near_miss_which_condition_failed) {
    auto comment = comment_of("Venez sur telegram");
    EXPECT_NE(told(comment).find("unknown: author age_below 7d"), std::string::npos)
        << "nothing is known of the author";
    comment.facts = "{author: {age: 8d}}";
    const std::string out = told(comment);
    EXPECT_NE(out.find("near misses:\n  messagerie"), std::string::npos) << out;
    EXPECT_NE(out.find("fails: author age_below 7d"), std::string::npos) << out;
}

TEST_F(rules_explain, counts_a_condition_without_a_place_as_near) {
    const std::vector<std::string> none;
    auto comment = comment_of("Bonjour");
    EXPECT_EQ(near_misses(comment), none);
    comment.facts = "{author: {age: 10m}}";
    EXPECT_EQ(near_misses(comment), (std::vector<std::string>{"messagerie", "de-auteur"}));
    comment.facts = "{rate: {author: 6}}";
    EXPECT_EQ(near_misses(comment), std::vector<std::string>{"de-cadence"});
    EXPECT_EQ(near_misses(comment_of(std::string(70, '-'))), std::vector<std::string>{"de-longueur"});
    EXPECT_EQ(near_misses(comment_of("What they say about this is not what we have seen")),
              std::vector<std::string>{"de-langue"});
}

TEST_F(rules_explain, counts_what_holds_below_a_not_against_the_rule) {
    const std::vector<std::string> none;
    auto comment = comment_of("Le cours monte");
    comment.facts = "{author: {known: true}}";
    EXPECT_EQ(near_misses(comment), none) << "only exceptions were found";
    EXPECT_EQ(near_misses(comment_of("La bourse monte")), std::vector<std::string>{"sauf-sans"})
        << "a `not` in a `not` is none";
    comment.text = "Un gain, le cours monte";
    const auto near = near_misses(comment);
    for (const char* rule : {"sauf-connu", "sauf-cours", "sauf-sans"})
        EXPECT_NE(std::ranges::find(near, rule), near.end()) << rule;
}

TEST_F(rules_explain, takes_a_report) {
    auto comment = comment_of("Bonjour");
    comment.facts = "{report: {text: \"C'est une arnaque\", count: 3}}";
    const std::string out = told(comment);
    EXPECT_NE(out.find("plainte (shadow, priority +20, escalate)"), std::string::npos) << out;
    EXPECT_NE(out.find("| C'est une arnaque"), std::string::npos) << out;
    EXPECT_NE(told(comment, 0, true).find("\"for\":\"report\""), std::string::npos);
}

TEST_F(rules_explain, refuses_facts_that_are_none) {
    auto comment = comment_of("Bonjour");
    comment.facts = "{author: {ages: 2d}}";
    EXPECT_NE(told(comment, 1).find("did you mean 'age'?"), std::string::npos);
}

} // namespace
} // namespace greffe
