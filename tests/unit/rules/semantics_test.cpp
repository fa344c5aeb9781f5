// The seven sentences that define what a ruleset means (docs/rules.md, "What it means").
#include "tests/unit/rules/compile.hpp"

#include "rules/engine/program.hpp"
#include "rules/engine/truth.hpp"

#include <algorithm>

namespace greffe {
namespace {

using namespace rules;
using test::compile;
using test::judge;
using test::matches;

std::string rule(std::string_view id, std::string_view word, std::string_view more) {
    return "  - id: " + std::string(id) + "\n    when: {words: [" + std::string(word) +
           "]}\n    examples: {match: [" + std::string(word) + "], pass: [rien]}\n    " + std::string(more) +
           "\n";
}

// 1
TEST(meaning, modes_decide_what_a_rule_may_do) {
    const auto rules = compile("ruleset: t\nrules:\n" + rule("l", "a", "then: {action: flag, score: 5}") +
                               rule("s", "a", "mode: shadow\n    then: {action: reject, score: 100}") +
                               rule("d", "a", "mode: draft\n    then: {action: reject}") +
                               rule("x", "a", "mode: disabled\n    then: {action: reject}"));
    const auto answer = judge(*rules, "a");
    EXPECT_EQ(answer.does, action::flag);
    EXPECT_EQ(answer.score, 5) << "a shadow rule is weightless";
    ASSERT_EQ(answer.matches.size(), 2U);
    EXPECT_EQ(answer.matches[1].rule, "s");
    EXPECT_EQ(answer.matches[1].mode, rule_mode::shadow);
    EXPECT_EQ(answer.matches[1].does, action::reject) << "what it would have done";
}

TEST(meaning, scope_lists_are_or_inside_and_between) {
    const auto rules = compile("ruleset: t\nrules:\n  - id: r\n    scope: {sections: [bourse, eco*], tags: "
                               "['isin:*']}\n    when: {words: "
                               "[a]}\n    mode: shadow\n    then: {action: flag}\n");
    const auto with = [&](std::optional<std::string> section, std::vector<std::string> tags) {
        facts known;
        known.section = std::move(section);
        known.tags = std::move(tags);
        return !judge(*rules, "a", known).matches.empty();
    };
    EXPECT_TRUE(with("bourse", {"x", "isin:FR0"}));
    EXPECT_TRUE(with("economie", {"isin:"}));
    EXPECT_FALSE(with("sport", {"isin:FR0"}));
    EXPECT_FALSE(with("bourse", {"x"}));
    EXPECT_FALSE(with(std::nullopt, {"isin:FR0"}));
    EXPECT_TRUE(matches_glob("*a*b", "xaxxb"));
    EXPECT_FALSE(matches_glob("*a*b", "xaxxbc"));
    EXPECT_FALSE(matches_glob("isin", "isin:"));
}

TEST(meaning, expires_at_midnight_of_the_sites_zone_exclusive) {
    const auto source =
        "ruleset: t\nrules:\n  - id: r\n    expires: 2027-06-30\n    when: {words: [a]}\n    mode: "
        "shadow\n    then: {action: flag}\n";
    const auto holds = [](const ruleset& rules, std::chrono::sys_seconds now) {
        facts known;
        known.now = now;
        return !judge(rules, "a", known).matches.empty();
    };
    using namespace std::chrono;
    const sys_seconds paris = sys_days(2027y / June / 29) + 22h;
    const auto in_paris = compile(source, {.zone = "Europe/Paris"});
    EXPECT_TRUE(holds(*in_paris, paris - 1s));
    EXPECT_FALSE(holds(*in_paris, paris));
    const auto in_utc = compile(source, {.zone = "UTC"});
    EXPECT_TRUE(holds(*in_utc, paris));
    EXPECT_FALSE(holds(*in_utc, paris + 2h));
    EXPECT_FALSE(judge(*in_utc, "a").matches.empty()) << "without a clock nothing has expired";
}

// 2: conditions_test.cpp, "text"

// 3
TEST(meaning, an_absent_fact_is_unknown_and_so_is_its_not) {
    EXPECT_FALSE(matches("{text: 'a', in: name}", "a"));
    EXPECT_FALSE(matches("{not: {text: 'a', in: name}}", "a"));
    EXPECT_TRUE(matches("{not: {text: 'a', in: name}}", "a", {}, "b"));
    EXPECT_FALSE(matches("{length: {below: 5}, in: title}", "a"));
    EXPECT_TRUE(matches("{any: [{text: 'a', in: name}, {text: 'a'}]}", "a"))
        << "any: one that holds is enough";
    EXPECT_FALSE(matches("{any: [{not: {text: 'a', in: name}}, {text: 'b'}]}", "a"));
    EXPECT_FALSE(matches("{not: {any: [{text: 'a', in: name}, {text: 'b'}]}}", "a"));
    EXPECT_TRUE(matches("{not: {all: [{text: 'a', in: name}, {text: 'b'}]}}", "a"))
        << "all: one that fails is enough";
}

TEST(meaning, logic_is_kleenes_over_every_value_that_doubt_leaves_open) {
    const truth values[] = {truth::no(), truth::unknown(), truth::yes()};
    for (int a = 0; a < 3; ++a) {
        EXPECT_EQ(inverse(values[a]), values[2 - a]);
        for (int b = 0; b < 3; ++b) {
            EXPECT_EQ(both(values[a], values[b]), values[std::min(a, b)]);
            EXPECT_EQ(either(values[a], values[b]), values[std::max(a, b)]);
        }
    }
    const truth doubt = truth::undecided();
    EXPECT_EQ(inverse(doubt), doubt);
    EXPECT_EQ(both(doubt, truth::no()), truth::no());
    EXPECT_EQ(both(doubt, truth::yes()), doubt);
    EXPECT_EQ(either(doubt, truth::yes()), truth::yes());
    EXPECT_FALSE(both(doubt, truth::unknown()).may_be_yes()) << "unknown stays unknown whatever the doubt";
    EXPECT_TRUE(inverse(both(doubt, truth::unknown())).may_be_yes());
}

// 4: facts_test.cpp

// 5
struct strength {
    const char* text;
    action does;
    int score;
    const char* policy;
};

class verdict_table : public testing::TestWithParam<strength> {};

TEST_P(verdict_table, is_the_strongest_of_actions_and_threshold) {
    const auto rules =
        compile("ruleset: t\npolicies: {p: {fr: p}, q: {fr: q}, z: {fr: z}}\nrules:\n" +
                rule("f", "f", "then: {action: flag}\n    policy: p") +
                rule("h", "h", "then: {action: hold, score: 1}\n    policy: q") +
                rule("g", "g", "then: {action: hold, score: 2}\n    policy: z") +
                rule("j", "j", "then: {action: reject}") +
                rule("t", "t", "then: {score: 20}\n    policy: p") + rule("u", "u", "then: {score: 30}") +
                rule("v", "v", "then: {score: 50}\n    policy: q") + rule("m", "m", "then: {score: -30}") +
                rule("k", "k", "then: {action: hold, score: 2}\n    policy: p") +
                "thresholds: {flag: 20, hold: 50, reject: 100}\n");
    const auto& [text, does, score, policy] = GetParam();
    const auto answer = judge(*rules, text);
    EXPECT_EQ(answer.does, does) << text;
    EXPECT_EQ(answer.score, score) << text;
    EXPECT_EQ(answer.policy.value_or("-"), policy) << text;
}

INSTANTIATE_TEST_SUITE_P(
    verdicts, verdict_table,
    testing::Values(strength{"rien", action::publish, 0, "-"}, strength{"f", action::flag, 0, "p"},
                    strength{"f h", action::hold, 1, "q"}, strength{"h g", action::hold, 3, "z"},
                    strength{"g k", action::hold, 4, "z"}, strength{"h j", action::reject, 1, "q"},
                    strength{"t", action::flag, 20, "p"}, strength{"u", action::flag, 30, "-"},
                    strength{"t u", action::hold, 50, "p"}, strength{"t u v", action::reject, 100, "q"},
                    strength{"t m", action::publish, -10, "-"}, strength{"v m", action::flag, 20, "q"},
                    strength{"f m", action::flag, -30, "p"}, strength{"j m", action::reject, -30, "-"}));

TEST(meaning, without_thresholds_scores_only_add_up) {
    const auto rules = compile("ruleset: t\nrules:\n" + rule("r", "a", "then: {score: 1000}"));
    EXPECT_EQ(judge(*rules, "a").does, action::publish);
    EXPECT_EQ(judge(*rules, "a").score, 1000);
}

TEST(meaning, every_match_is_recorded_in_file_order_with_packs_first) {
    const auto rules =
        compile("ruleset: t\nuse: [{pack: charter-fr, mode: shadow, without: [injure]}]\nrules:\n" +
                rule("own", "bougnoule", "then: {action: flag}"));
    const auto answer = judge(*rules, "bougnoule, connard");
    ASSERT_EQ(answer.matches.size(), 2U) << "'injure' is left out";
    EXPECT_EQ(answer.matches[0].rule, "charter-fr/injure-raciale");
    EXPECT_EQ(answer.matches[0].mode, rule_mode::shadow);
    EXPECT_EQ(answer.matches[1].rule, "own");
    EXPECT_EQ(answer.does, action::flag);
}

TEST(meaning, spans_are_those_of_the_conditions_that_took_part) {
    const auto rules =
        test::compile_when("{all: [{words: [a]}, {any: [{words: [b]}, {words: [c]}, {all: [{words: [a]}, "
                           "{words: [z]}]}]}, {not: {words: [y]}}, {words: [n], in: name}]}");
    const auto answer = judge(*rules, "c a c", {}, "n");
    ASSERT_EQ(answer.matches.size(), 1U);
    EXPECT_EQ(answer.matches[0].spans, (std::vector<span>{{text_field::body, 0, 1},
                                                          {text_field::body, 2, 3},
                                                          {text_field::body, 4, 5},
                                                          {text_field::name, 0, 1}}));
}

// 6: facts_test.cpp, "report_rules"

// 7
TEST(meaning, an_example_tests_its_rule_alone_scope_included) {
    const auto source = [](std::string_view example) {
        return "ruleset: t\nrules:\n  - id: other\n    mode: draft\n    when: {words: [a]}\n    then: "
               "{action: reject}\n"
               "  - id: r\n    scope: {sections: [bourse]}\n    when: {all: [{words: [a]}, {words: [n], in: "
               "name}]}\n"
               "    then: {action: flag}\n    examples:\n      pass: [a]\n      match: [" +
               std::string(example) + "]\n";
    };
    const auto good = ruleset::compile(source("{text: a, name: n, section: bourse}"));
    EXPECT_TRUE(good.rules) << test::printed(good.found);
    EXPECT_EQ(good.examples, 2U);
    for (const auto* bad :
         {"{text: a, name: n}", "{text: a, section: bourse}", "{text: a, name: x, section: bourse}"}) {
        const auto made = ruleset::compile(source(bad));
        EXPECT_FALSE(made.rules) << bad;
        ASSERT_EQ(made.found.size(), 1U) << bad;
        EXPECT_EQ(made.found[0].code, "example-fails") << bad;
    }
    EXPECT_TRUE(ruleset::compile(source("{text: a}"), {.run_examples = false}).rules);
}

TEST(meaning, scan_results_outlive_their_text_and_judge_is_pure) {
    const auto rules = compile("ruleset: t\nrules:\n" + rule("r", "mot", "then: {action: hold}"));
    auto text = std::make_unique<std::string>("un mot de trop");
    auto scanned = rules->scan({.body = *text, .name = {}});
    text.reset();
    const auto moved = std::move(scanned);
    EXPECT_EQ(rules->judge(moved, {}), rules->judge(moved, {}));
    EXPECT_EQ(rules->judge(moved, {}).does, action::hold);
    EXPECT_EQ(rules->judge(scan_result(), {}).does, action::publish)
        << "nothing was scanned: every field is absent";
}

} // namespace
} // namespace greffe
