// Nothing that anyone may send as a ruleset or as a comment throws, hangs or crashes.
#include "tests/unit/rules/compile.hpp"

#include "rules/engine/packs.hpp"

#include <random>

namespace greffe {
namespace {

using namespace rules;

void expect_refused(const std::string& yaml, std::string_view code) {
    const auto made = ruleset::compile(yaml);
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
        EXPECT_FALSE(ruleset::compile(repeat(part, 100'000)).rules);
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
    ASSERT_TRUE(test::compile(source));
    for (std::size_t cut = 0; cut < source.size(); ++cut) ruleset::compile(source.substr(0, cut));
    for (int byte = 0; byte < 256; ++byte) {
        ruleset::compile(std::string(1, static_cast<char>(byte)));
        ruleset::compile("ruleset: " + std::string(1, static_cast<char>(byte)));
        std::string changed = source;
        changed[static_cast<std::size_t>(byte) * 7 % source.size()] = static_cast<char>(byte);
        ruleset::compile(changed);
    }
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        std::string changed = source;
        for (int i = 0; i < 3; ++i)
            changed[random() % changed.size()] = "[]{}:,-?|>'\"\\&*!%@` \n#\t\0é~"[random() % 28];
        const auto made = ruleset::compile(changed);
        EXPECT_EQ(made.rules == nullptr, has_errors(made.found));
    }
    expect_refused("ruleset: \"\\0\"\n", "bad-character");
}

TEST(hostile_comment, any_bytes_and_any_size_are_judged) {
    const auto rules =
        test::compile("ruleset: site\nuse: [charter-fr]\nthresholds: {flag: 20, hold: 50, reject: 100}\n");
    for (const std::string& part :
         {std::string("\u0301"), std::string("\u0323\u0301"), std::string("a"), std::string("!"),
          std::string("a."), std::string("con "), std::string("contactez "), std::string(" "),
          std::string("\xff"), std::string(1, '\0'), std::string("0612345678 "), std::string("gains "),
          std::string("https://t.me/")}) {
        std::string text;
        while (text.size() < (1 << 20)) text += part;
        const auto answer = test::judge(*rules, text, {}, std::string_view(text).substr(0, 100));
        for (const auto& m : answer.matches)
            for (const auto& s : m.spans) EXPECT_LE(s.end, text.size());
    }
}

} // namespace
} // namespace greffe
