// Nothing that anyone may send as a ruleset or as a comment throws, hangs or crashes.
#include "tests/support/time_limit.hpp"
#include "tests/unit/rules/compile.hpp"

#include "rules/engine/packs.hpp"

#include <random>

namespace greffe {
namespace {

using namespace rules;

compiled compile(std::string_view yaml, const compile_options& options = {}) {
    const test::time_limit limit(yaml);
    return ruleset::compile(yaml, options);
}

std::shared_ptr<const ruleset> compile_all(std::string_view yaml, const compile_options& options = {}) {
    const auto made = compile(yaml, options);
    EXPECT_TRUE(made.rules) << test::printed(made.found).substr(0, 500);
    return made.rules;
}

verdict judge(const ruleset& rules, std::string_view text,
              std::optional<std::string_view> name = std::nullopt) {
    const test::time_limit limit(text);
    return test::judge(rules, text, {}, name);
}

void expect_refused(const std::string& yaml, std::string_view code) {
    const auto made = compile(yaml);
    EXPECT_FALSE(made.rules);
    ASSERT_FALSE(made.found.empty());
    EXPECT_EQ(made.found[0].code, code) << test::printed(made.found).substr(0, 2000);
    EXPECT_LE(made.found.size(), 201U);
}

std::string repeat(std::string_view part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += part;
    return out;
}

TEST(hostile_ruleset, a_bomb_of_aliases_is_refused_at_its_first_anchor) {
    std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'j'; ++c) {
        const std::string previous = std::string("*") + static_cast<char>(c - 1);
        bomb += std::string(1, c) + ": &" + c + " [" + previous + repeat(", " + previous, 8) + "]\n";
    }
    expect_refused(bomb, "alias");
}

TEST(hostile_ruleset, deep_nesting_is_refused) {
    expect_refused(repeat("- ", 100'000), "too-deep");
    for (const std::string part : {"[", "? ", "{[", "[[{", "{a: "})
        EXPECT_FALSE(compile(repeat(part, 100'000)).rules);
    expect_refused(repeat("[{a: ", 1000) + "b" + repeat("}]", 1000), "too-deep");
    expect_refused("ruleset: t\nrules:\n  - when: " + repeat("{not: ", 40) + "{text: a}" + repeat("}", 40),
                   "too-deep");
}

TEST(hostile_ruleset, large_documents_and_patterns_are_refused) {
    const std::string head = "ruleset: t\nrules:\n  - {id: r, mode: shadow, then: {score: 1}, when: {text: '";
    expect_refused(head + std::string(1 << 20, 'a') + "'}}\n", "pattern-too-long");
    expect_refused(head + "(" + std::string(1 << 20, '(') + "'}}\n", "pattern-too-long");
    expect_refused(head + repeat("(", 2000) + "a" + repeat(")", 2000) + "{1,1000}'}}\n", "bad-regex");
    expect_refused(std::string((4 << 20) + 1, 'a'), "too-large");
    expect_refused("[" + repeat("a,", 300'000) + "]", "too-large");
    std::string keys;
    for (int i = 0; i < 5000; ++i) keys += "k" + std::to_string(i) + ": 1\n";
    expect_refused(keys, "too-large");
    expect_refused("ruleset: t\nrules:\n" + repeat("  - {}\n", 20'001), "too-large");
    expect_refused("ruleset: t\nrules:\n" + repeat("  - {x: 1}\n", 5'000), "missing-key");
}

TEST(hostile_ruleset, every_byte_value_and_every_cut_is_survived) {
    const std::string source =
        "ruleset: t\nlists: {l: [t.me]}\nrules:\n  - id: r\n    when: {all: [{text: 'a(b|c)', except: "
        "['x']}, {link: {host_in: l}}, {not: {words: [\"\\u00e9t\\u00e9\", con(ne)]}}]}\n    mode: "
        "draft\n    then: {action: hold, score: -5}\n    expires: 2030-01-01\n";
    ASSERT_TRUE(compile_all(source));
    for (std::size_t cut = 0; cut < source.size(); ++cut) compile(source.substr(0, cut));
    for (int byte = 0; byte < 256; ++byte) {
        compile(std::string(1, static_cast<char>(byte)));
        compile("ruleset: " + std::string(1, static_cast<char>(byte)));
        std::string changed = source;
        changed[static_cast<std::size_t>(byte) * 7 % source.size()] = static_cast<char>(byte);
        compile(changed);
    }
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        std::string changed = source;
        for (int i = 0; i < 3; ++i)
            changed[random() % changed.size()] = "[]{}:,-?|>'\"\\&*!%@` \n#\t\0é~"[random() % 28];
        const auto made = compile(changed);
        EXPECT_EQ(made.rules == nullptr, has_errors(made.found));
    }
    expect_refused("ruleset: \"\\0\"\n", "bad-character");
}

TEST(hostile_ruleset, a_hundred_thousand_rules_are_refused_at_once) {
    expect_refused("ruleset: t\nrules:\n" +
                       repeat("- {id: a, when: {words: [a]}, then: {score: 1}}\n", 100'000),
                   "too-large");
    expect_refused("ruleset: t\nrules: [" + repeat("0,", 20'001) + "]\n", "too-large");
}

TEST(hostile_ruleset, repeat_counts_are_bounded) {
    const auto with = [](const std::string& pattern) {
        return "ruleset: t\nrules:\n  - {id: r, mode: shadow, then: {score: 1}, when: {text: '" + pattern +
               "'}}\n";
    };
    for (const std::string pattern :
         {"a{1001}", "(?:a{100}){100}", "((a{30}){30}){30}", "(?:(?:x{1,1000}y){1,1000}z)"})
        expect_refused(with(pattern), "bad-regex");
    EXPECT_TRUE(compile(with("(?:ab){1,50}c")).rules);
}

TEST(hostile_ruleset, lists_that_multiply_are_refused) {
    std::string yaml = "ruleset: t\nlists:\n  many: [";
    for (int i = 0; i < 60'000; ++i) yaml += "mot" + std::to_string(i) + ", ";
    yaml += "fin]\nrules:\n";
    for (int i = 0; i < 2'000; ++i)
        yaml += "  - {id: r" + std::to_string(i) +
                ", mode: draft, then: {score: 1}, when: {words: many, except: [a b" + std::to_string(i) +
                "]}}\n";
    expect_refused(yaml, "too-large");
}

TEST(hostile_comment, that_every_rule_suspects_is_judged_or_held) {
    std::string yaml = "ruleset: t\nrules:\n";
    for (int i = 0; i < 2000; ++i)
        yaml += "  - {id: r" + std::to_string(i) + ", examples: {match: ['abc abc " + std::to_string(i) +
                "'], pass: [b]}, then: {score: 1}, when: {text: '(?:abc )+.*" + std::to_string(i) + "$'}}\n";
    const auto rules = compile_all(yaml);
    ASSERT_TRUE(rules);
    const auto answer = judge(*rules, repeat("abc ", 250'000));
    EXPECT_TRUE(answer.undecided) << "the budget is spent: a person must look";
    EXPECT_GE(answer.does, action::hold);
}

TEST(hostile_comment, any_bytes_and_any_size_are_judged) {
    const auto rules = compile_all("ruleset: site\nuse: [charter-fr]\nrules:\n  - {id: all, mode: shadow, "
                                   "then: {score: 1}, when: {any: [{text: "
                                   "salope, view: skeleton}, {caps: {over: 80}}, {repeat: {over: 3}}, "
                                   "{repeat: {over: 3, of: words}}, {emoji: "
                                   "{over: 5}}, {language: {not_in: [fr]}}, {words: [con], view: skeleton, "
                                   "except: [con de]}]}}\nthresholds: {flag: "
                                   "20, hold: 50, reject: 100}\n");
    for (const std::string& part : {std::string("\u0301"),
                                    std::string("\u0323\u0301"),
                                    std::string("a"),
                                    std::string("!"),
                                    std::string("a."),
                                    std::string("con "),
                                    std::string("contactez "),
                                    std::string(" "),
                                    std::string("\xff"),
                                    std::string(1, '\0'),
                                    std::string("0612345678 "),
                                    std::string("\u202E"),
                                    std::string("\xED\xA0\x80"),
                                    std::string("a.b.c "),
                                    std::string("1a"),
                                    std::string("@$\u20AC"),
                                    std::string("\U0001F600"),
                                    std::string("A"),
                                    std::string("gains "),
                                    std::string("https://t.me/")}) {
        std::string text;
        while (text.size() < (1 << 20)) text += part;
        const auto answer = judge(*rules, text, std::string_view(text).substr(0, 100));
        for (const auto& m : answer.matches)
            for (const auto& s : m.spans) EXPECT_LE(s.end, text.size());
    }
}

// What follows took quadratic time in the length of the text, or in the number of rules times the text.
TEST(hostile_comment, of_a_hundred_thousand_exceptions_is_judged) {
    const auto rules = test::compile_when("{words: [con], except: [con de]}");
    ASSERT_TRUE(rules);
    const std::string excepted = repeat("con de ", 150'000);
    EXPECT_TRUE(judge(*rules, excepted).matches.empty());
    const auto answer = judge(*rules, excepted + "con");
    ASSERT_EQ(answer.matches.size(), 1U);
    EXPECT_EQ(answer.matches[0].spans.size(), 1U);
}

void expect_held(const std::string& condition_head, const std::string& condition_tail, int rules,
                 const std::string& text, const std::string& match) {
    std::string yaml = "ruleset: t\nrules:\n";
    for (int i = 0; i < rules; ++i)
        yaml += "  - {id: r" + std::to_string(i) + ", then: {score: 1}, examples: {match: ['" + match +
                std::to_string(i) + "'], pass: [b]}, when: " + condition_head + std::to_string(i) +
                condition_tail + "}\n";
    const auto made = compile_all(yaml, {.run_examples = false});
    ASSERT_TRUE(made);
    const auto answer = judge(*made, text);
    EXPECT_TRUE(answer.undecided);
    EXPECT_GE(answer.does, action::hold) << "no live rule could be run to its end";
}

TEST(hostile_comment, of_words_that_begin_every_expression_is_held) {
    expect_held("{words: ['con de ", "']}", 3'000, repeat("con de ", 150'000), "con de ");
}

TEST(hostile_comment, of_links_that_every_rule_asks_for_is_held) {
    expect_held("{link: {host_in: [a", ".example]}}", 2'000, repeat("https://t.me/ ", 75'000), "https://a");
}

TEST(hostile_comment, of_literals_within_literals_is_held) {
    std::string yaml = "ruleset: t\nrules:\n";
    for (int length = 10; length < 1'000; ++length)
        yaml += "  - {id: r" + std::to_string(length) +
                ", then: {score: 1}, examples: {match: [a], pass: [b]}, "
                "when: {text: '" +
                std::string(static_cast<std::size_t>(length), 'a') + "'}}\n";
    const auto rules = compile_all(yaml, {.run_examples = false});
    ASSERT_TRUE(rules);
    const auto answer = judge(*rules, std::string(1 << 20, 'a'));
    EXPECT_TRUE(answer.undecided);
    EXPECT_GE(answer.does, action::hold);
}

TEST(hostile_comment, of_every_byte_value_is_judged_in_every_field) {
    const auto rules = test::compile_when(
        "{any: [{text: 'mot', view: raw}, {text: 'm.t', view: skeleton}, {text: '[a-z]mot'}, {words: [mot]}, "
        "{words: [mot], in: name}, {repeat: {over: 9}}, {caps: {over: 50}}, {link: {count: 1}}, {emoji: "
        "{over: "
        "1}}, {language: {in: [fr]}}]}");
    ASSERT_TRUE(rules);
    for (int byte = 0; byte < 256; ++byte) {
        const std::string one(1, static_cast<char>(byte));
        for (const std::string& text : {one, repeat(one, 999), "mot" + one + "mot", one + "mot", "mot" + one,
                                        repeat("mot" + one, 99), repeat(one + one + "m" + one, 99)}) {
            const auto answer = judge(*rules, text, text);
            EXPECT_FALSE(answer.undecided);
            for (const auto& m : answer.matches)
                for (const auto& found : m.spans) {
                    EXPECT_LT(found.begin, found.end);
                    EXPECT_LE(found.end, text.size());
                }
        }
        if (byte < 0x80 && byte != 'x') {
            EXPECT_EQ(judge(*rules, "un mot" + one + "x").matches.size(), 1U) << byte;
        }
    }
}

} // namespace
} // namespace greffe
