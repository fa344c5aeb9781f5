// What the engine's filters find is what looking at every place finds.
#include "rules/engine/covered_text.hpp"
#include "rules/engine/literal_finder.hpp"
#include "rules/engine/token_table.hpp"
#include "rules/text/tokens.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

namespace greffe {
namespace {

using namespace rules;

constexpr std::int64_t plenty = 1 << 30;

std::string random_bytes(std::mt19937& random, std::size_t length, std::string_view alphabet) {
    std::string made(length, ' ');
    for (char& c : made) c = alphabet[random() % alphabet.size()];
    return made;
}

std::set<std::uint32_t> found_in(const literal_finder& finder, std::string_view text) {
    std::vector<std::uint32_t> found;
    std::int64_t work = plenty;
    EXPECT_TRUE(finder.find(text, found, work));
    return {found.begin(), found.end()};
}

TEST(literal_finder, finds_what_stands_in_the_text_and_nothing_else) {
    std::mt19937 random(11);
    for (int round = 0; round < 600; ++round) {
        // Few letters, so that grams are shared; each shortest length, so that every way of seeking is taken.
        const std::string_view alphabet = round % 2 == 0 ? "abc" : "ab ";
        const std::size_t shortest = 3 + static_cast<std::size_t>(round) % 7;
        literal_finder finder;
        std::vector<std::string> literals;
        for (std::size_t i = 0; i < 1 + random() % 40; ++i) {
            const auto literal = random_bytes(random, shortest + random() % 12, alphabet);
            if (finder.add(literal) == literals.size()) literals.push_back(literal);
        }
        finder.freeze();
        ASSERT_EQ(finder.size(), literals.size());
        for (int i = 0; i < 20; ++i) {
            std::string text = random_bytes(random, random() % 80, alphabet);
            if (i % 4 == 0) text += literals[random() % literals.size()];
            if (i % 5 == 0) text.insert(0, literals[random() % literals.size()]);
            std::set<std::uint32_t> expected;
            for (std::uint32_t l = 0; l < literals.size(); ++l)
                if (text.find(literals[l]) != std::string::npos) expected.insert(l);
            ASSERT_EQ(found_in(finder, text), expected) << text;
        }
    }
}

TEST(literal_finder, finds_a_literal_at_every_place_of_a_long_text) {
    literal_finder finder;
    for (const auto* literal : {"abc", "defg", "hijklm", "nopqrstuvwxyz"}) finder.add(literal);
    finder.freeze();
    for (std::size_t before = 0; before < 1200; before += 1 + before / 40) {
        for (const std::size_t behind : {0U, 1U, 7U, 40U, 1500U}) {
            std::uint32_t number = 0;
            for (const std::string literal : {"abc", "defg", "hijklm", "nopqrstuvwxyz"}) {
                const std::string text = std::string(before, '.') + literal + std::string(behind, '.');
                ASSERT_EQ(found_in(finder, text), std::set{number}) << before << ' ' << behind;
                ++number;
            }
        }
    }
}

TEST(literal_finder, stops_when_the_work_is_spent) {
    literal_finder finder;
    for (std::size_t length = 3; length < 2000; ++length) finder.add(std::string(length, 'a'));
    finder.freeze();
    std::vector<std::uint32_t> found;
    std::int64_t work = 1 << 20;
    EXPECT_FALSE(finder.find(std::string(1 << 20, 'a'), found, work));
    EXPECT_LE(work, 0);
    EXPECT_GT(work, -(16 << 20)) << "it looks at the work after every place";
}

TEST(token_table, lets_no_word_through_that_it_holds) {
    std::mt19937 random(13);
    for (int round = 0; round < 300; ++round) {
        token_table table;
        std::set<std::string> words;
        for (std::size_t i = 0; i < random() % 60; ++i)
            words.insert(random_bytes(random, 1 + random() % 20, "ab"));
        for (const std::string& word : words) table.add(word);
        table.freeze();
        ASSERT_EQ(table.size(), words.size());
        std::string text;
        for (int i = 0; i < 30; ++i) text += random_bytes(random, 1 + random() % 20, "ab") + " ";
        if (round % 2 == 0) text.pop_back();
        std::vector<std::uint32_t> edges;
        const std::size_t count = text::find_words(text, edges);
        std::vector<std::uint32_t> which(count);
        which.resize(table.choose(text, std::span(edges).first(2 * count), which));
        for (std::uint32_t i = 0; i < count; ++i) {
            const auto word = text.substr(edges[2 * i], edges[2 * i + 1] - edges[2 * i]);
            ASSERT_EQ(table.find(word) != token_table::none, words.contains(word)) << word;
            if (words.contains(word)) ASSERT_TRUE(std::ranges::binary_search(which, i)) << word;
        }
    }
}

TEST(covered_text, overlaps_what_one_of_its_stretches_overlaps) {
    std::mt19937 random(17);
    for (int round = 0; round < 2000; ++round) {
        covered_text covered;
        std::vector<text::byte_range> stretches(random() % 6);
        for (auto& s : stretches) {
            s.begin = random() % 30;
            s.end = s.begin + 1 + random() % 6;
            covered.add(s);
        }
        covered.arrange();
        for (std::size_t begin = 0; begin < 36; ++begin)
            for (std::size_t end = begin + 1; end < 40; ++end)
                ASSERT_EQ(covered.overlaps({begin, end}), std::ranges::any_of(stretches, [&](const auto& s) {
                              return s.begin < end && begin < s.end;
                          }));
    }
}

} // namespace
} // namespace greffe
