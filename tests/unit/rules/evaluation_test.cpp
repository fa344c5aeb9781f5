// Sets, maps and trees together: random rulesets on random texts, against the oracle that tries one pattern
// at a time.
#include "tests/unit/rules/compile.hpp"
#include "tests/unit/rules/pattern_oracle.hpp"
#include "tests/unit/rules/random_text.hpp"

#include <algorithm>
#include <tuple>

namespace greffe {
namespace {

using namespace rules;

void tidy(std::vector<span>& spans) {
    std::ranges::sort(spans, {}, [](const span& s) { return std::tuple(s.field, s.begin, s.end); });
    const auto repeats = std::ranges::unique(spans);
    spans.erase(repeats.begin(), repeats.end());
}

TEST(evaluation, agrees_with_one_pattern_at_a_time) {
    std::mt19937 random(11);
    std::size_t matched = 0;
    for (int round = 0; round < 60; ++round) {
        std::vector<test::plain_condition> conditions;
        std::string yaml = "ruleset: t\nrules:\n";
        for (int i = 0; i < 20; ++i) {
            conditions.push_back(test::random_condition(random, 3));
            yaml += "  - {id: r" + std::to_string(i) +
                    ", mode: shadow, then: {action: flag}, when: " + test::written(conditions.back()) + "}\n";
        }
        const auto rules = test::compile(yaml);
        ASSERT_TRUE(rules);
        for (int i = 0; i < 15; ++i) {
            test::plain_texts texts{.body = test::random_text(random(), 12), .name = {}, .title = {}};
            if (random() % 2 == 0) texts.name = test::random_text(random(), 4);
            facts known;
            if (random() % 2 == 0) known.title = texts.title = test::random_text(random(), 4);
            comment_text text{.body = texts.body, .name = {}};
            if (texts.name) text.name = *texts.name;
            const auto answer = rules->judge(rules->scan(text), known);
            auto next = answer.matches.begin();
            for (std::size_t r = 0; r < conditions.size(); ++r) {
                std::vector<span> spans;
                if (test::slow_evaluate(conditions[r], texts, spans) != 1) continue;
                tidy(spans);
                ASSERT_NE(next, answer.matches.end()) << test::written(conditions[r]) << "\n" << texts.body;
                ASSERT_EQ(next->rule, "r" + std::to_string(r)) << test::written(conditions[r]) << "\n"
                                                               << texts.body;
                ASSERT_EQ(next->spans, spans) << test::written(conditions[r]) << "\n" << texts.body;
                ++next;
                ++matched;
            }
            ASSERT_EQ(next, answer.matches.end());
            ASSERT_FALSE(answer.undecided);
        }
    }
    EXPECT_GT(matched, 1000U) << "the test must try what it says";
}

std::string many_patterns(const std::string& more) {
    std::string yaml = "ruleset: t\nrules:\n";
    for (int i = 0; i < 60; ++i)
        yaml += "  - {id: r" + std::to_string(i) + ", examples: {match: [\"" +
                static_cast<char>('a' + i % 26) + " xxx " + static_cast<char>('b' + i % 24) +
                "\"], pass: ['1']}, then: {action: flag}, when: {text: '" + static_cast<char>('a' + i % 26) +
                ".{0,20}" + static_cast<char>('b' + i % 24) + "'" + more + "}}\n";
    return yaml;
}

TEST(memory, a_set_that_does_not_fit_is_refused_and_one_that_fits_never_says_less) {
    const std::string yaml = many_patterns("");
    const auto ample = test::compile(yaml);
    std::vector<std::string> texts;
    for (unsigned seed = 0; seed < 4; ++seed) {
        std::mt19937 random(seed);
        std::string text;
        for (int i = 0; i < 400; ++i)
            text += static_cast<char>(random() % 6 == 0 ? ' ' : 'a' + random() % 26);
        texts.push_back(text);
    }
    int refused = 0;
    int fitted = 0;
    for (std::int64_t memory = 1; memory < (std::int64_t{1} << 24); memory *= 2) {
        const auto made = ruleset::compile(yaml, {.dfa_memory = memory, .run_examples = false});
        if (!made.rules) {
            ++refused;
            ASSERT_EQ(made.found.size(), 1U);
            EXPECT_EQ(made.found[0].code, "set-too-large");
            continue;
        }
        ++fitted;
        for (const auto& text : texts) {
            const auto answer = test::judge(*made.rules, text);
            if (answer.undecided)
                EXPECT_GE(answer.does, action::hold);
            else
                EXPECT_EQ(answer, test::judge(*ample, text));
        }
    }
    EXPECT_GT(refused, 0);
    EXPECT_GT(fitted, 0);
}

TEST(work, that_exceeds_the_budget_is_undecided_and_held) {
    const auto source =
        "ruleset: t\nrules:\n  - {id: r, examples: {match: [ab], pass: [c]}, then: {score: 1}, when: {text: "
        "'ab', except: ['abc']}}\n";
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "abc ";
    const auto ample = test::compile(source);
    EXPECT_FALSE(test::judge(*ample, text).undecided);
    EXPECT_EQ(test::judge(*ample, text).does, action::publish);
    const auto poor = test::compile(source, {.scan_work = 5000});
    const auto answer = test::judge(*poor, text);
    EXPECT_TRUE(answer.undecided);
    EXPECT_EQ(answer.does, action::hold);
    EXPECT_TRUE(answer.matches.empty());
    EXPECT_FALSE(test::judge(*poor, "rien").undecided) << "what the set rules out needs no work";
}

TEST(work, doubt_of_a_shadow_rule_or_one_out_of_scope_changes_nothing) {
    const auto source = [](std::string_view more) {
        return "ruleset: t\nrules:\n  - {id: r, examples: {match: [{text: ab, section: s}], pass: [c]}, "
               "then: {score: 1}, "
               "when: {text: 'ab', except: ['abc']}, " +
               std::string(more) + "}\n";
    };
    for (const auto* more : {"mode: shadow", "scope: {sections: [s]}"}) {
        const auto rules = test::compile(source(more), {.scan_work = 1, .run_examples = false});
        EXPECT_FALSE(test::judge(*rules, "abcabcabc").undecided) << more;
        facts known;
        known.section = "s";
        EXPECT_EQ(test::judge(*rules, "abcabcabc", known).undecided,
                  std::string_view(more) != "mode: shadow");
    }
}

TEST(work, a_text_of_unreasonable_length_is_undecided) {
    const auto rules =
        test::compile("ruleset: t\nrules:\n  - {id: r, examples: {match: [ab], pass: [c]}, then: {action: "
                      "flag}, when: {words: [ab]}}\n");
    EXPECT_TRUE(test::judge(*rules, std::string((16 << 20) + 1, 'x')).undecided);
}

} // namespace
} // namespace greffe
