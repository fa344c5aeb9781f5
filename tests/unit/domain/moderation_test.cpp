// Which of a site's modes is in force for a comment: every combination of scopes, against a slow, obvious
// oracle.
#include "server/domain/moderation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace greffe::domain {
namespace {

using namespace std::chrono_literals;
using enum moderation_scope;
using enum moderation_mode;

const timestamp noon = parse_rfc3339("2026-03-02T12:00:00Z").value();

struct comment {
    std::string section;
    std::vector<std::string> tags;
    std::string article;
    std::optional<std::string> author;

    moderation_subject subject() const {
        return {.section = section, .tags = tags, .article = article, .author = author};
    }
};

bool names(const moderation_policy& policy, const comment& c) {
    switch (policy.scope) {
    case site: return true;
    case section: return !c.section.empty() && policy.target == c.section;
    case tag: return std::ranges::find(c.tags, policy.target) != c.tags.end();
    case article: return policy.target == c.article;
    case author: return c.author == policy.target;
    }
    return false;
}

/// Everything that names the comment and has not run out; then the narrowest scope's; then the strictest;
/// then the earliest deadline.
std::optional<moderation_policy> oracle(const std::vector<moderation_policy>& all, const comment& c) {
    std::vector<moderation_policy> left;
    for (const auto& policy : all)
        if (names(policy, c) && (!policy.until || noon < *policy.until)) left.push_back(policy);
    if (left.empty()) return std::nullopt;
    std::ranges::sort(left, [](const auto& a, const auto& b) {
        const auto rank = [](const auto& p) {
            return std::tuple(-static_cast<int>(p.scope), -static_cast<int>(p.mode),
                              p.deadline ? p.deadline->within : std::chrono::seconds::max(), p.target);
        };
        return rank(a) < rank(b);
    });
    return left.front();
}

class random_site {
  public:
    explicit random_site(unsigned seed) : random_(seed) {}
    int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random_); }
    std::string name(const char* kind) { return kind + std::to_string(roll(3)); }

    std::vector<moderation_policy> policies() {
        std::vector<moderation_policy> all;
        for (int i = roll(9); i > 0; --i) {
            moderation_policy made;
            made.scope = all_moderation_scopes.at(static_cast<std::size_t>(roll(5)));
            if (made.scope != site) made.target = name(std::string(to_string(made.scope)).c_str());
            made.mode = all_moderation_modes.at(static_cast<std::size_t>(roll(3)));
            if (roll(3) == 0) made.until = noon + std::chrono::seconds(roll(3) - 1);
            if (roll(2) == 0) made.deadline = review_deadline{std::chrono::hours(1 + roll(3)), {}};
            const auto taken = [&](const auto& other) {
                return other.scope == made.scope && other.target == made.target;
            };
            if (std::ranges::none_of(all, taken)) all.push_back(made);
        }
        return all;
    }
    comment a_comment() {
        comment c;
        if (roll(4) > 0) c.section = name("section");
        for (int i = roll(4); i > 0; --i) c.tags.push_back(name("tag"));
        c.article = name("article");
        if (roll(3) > 0) c.author = name("author");
        return c;
    }

  private:
    std::mt19937 random_;
};

TEST(Moderation, TheModeInForceIsTheOraclesOnEveryCombination) {
    random_site random(20'260'302);
    int with_several_tags = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto all = random.policies();
        const moderation_policies policies(all);
        const auto c = random.a_comment();
        const auto expected = oracle(all, c);
        const auto* found = policies.in_force(c.subject(), noon);
        ASSERT_EQ(found != nullptr, expected.has_value()) << i;
        if (!found) continue;
        ASSERT_EQ(*found, *expected) << i << ": " << key_of(found->scope, found->target) << " but "
                                     << key_of(expected->scope, expected->target);
        with_several_tags += found->scope == tag && c.tags.size() > 1;
    }
    EXPECT_GT(with_several_tags, 100) << "the oracle was asked what matters";
}

TEST(Moderation, EachScopeGivesWayToTheNarrowerOne) {
    std::vector<moderation_policy> all;
    const comment c{.section = "bourse", .tags = {"isin:a", "isin:b"}, .article = "art", .author = "u1"};
    struct step {
        moderation_scope scope;
        std::string target;
        moderation_mode mode;
    };
    for (const auto& [scope, target, mode] :
         {step{site, "", closed}, step{section, "bourse", post}, step{tag, "isin:b", pre},
          step{article, "art", closed}, step{author, "u1", post}}) {
        all.push_back(
            {.id = {}, .scope = scope, .target = target, .mode = mode, .until = {}, .deadline = {}});
        EXPECT_EQ(moderation_policies(all).in_force(c.subject(), noon)->scope, scope);
    }
    auto anonymous = c;
    anonymous.author.reset();
    EXPECT_EQ(moderation_policies(all).in_force(anonymous.subject(), noon)->scope, article)
        << "who cannot be told apart has no mode of its own";
    EXPECT_EQ(moderation_policies{}.in_force(c.subject(), noon), nullptr);
}

TEST(Moderation, OfSeveralTagsTheStrictestWins) {
    const comment c{.section = {}, .tags = {"a", "b", "c"}, .article = "art", .author = {}};
    const auto tagged = [](const char* target, moderation_mode mode, std::chrono::hours within) {
        return moderation_policy{.id = {},
                                 .scope = tag,
                                 .target = target,
                                 .mode = mode,
                                 .until = {},
                                 .deadline = review_deadline{within, deadline_action::alert}};
    };
    const moderation_policies policies({tagged("a", post, 1h), tagged("b", pre, 3h), tagged("c", pre, 2h)});
    EXPECT_EQ(policies.in_force(c.subject(), noon)->target, "c")
        << "of equally strict ones the earliest deadline";
}

TEST(Moderation, AModeEndsAtItsInstant) {
    const moderation_policies policies(
        {{.id = {}, .scope = site, .target = {}, .mode = closed, .until = noon + 1us, .deadline = {}}});
    const comment c{.section = {}, .tags = {}, .article = "art", .author = {}};
    EXPECT_NE(policies.in_force(c.subject(), noon), nullptr);
    EXPECT_EQ(policies.in_force(c.subject(), noon + 1us), nullptr);
}

TEST(Moderation, DurationsAreReadAndToldAlike) {
    for (const auto& [text, length] : std::initializer_list<std::pair<const char*, std::chrono::seconds>>{
             {"1s", 1s}, {"90m", 90min}, {"2h", 2h}, {"7d", 168h}, {"99999d", 24h * 99'999}}) {
        EXPECT_EQ(parse_duration(text), length);
        EXPECT_EQ(to_text(length), text);
    }
    EXPECT_EQ(to_text(120min), "2h") << "in the largest unit";
    for (const char* text : {"", "h", "0h", "-1h", "1", "1w", "1 h", "1.5h", "100000s", "1hh", "+1h"})
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
}

TEST(Moderation, IsWrittenAsSettingsWriteIt) {
    EXPECT_EQ(key_of(site, ""), "mode");
    EXPECT_EQ(key_of(article, "a.b"), "mode.article.a.b");
    EXPECT_EQ(value_of({.id = {},
                        .scope = site,
                        .target = {},
                        .mode = pre,
                        .until = noon,
                        .deadline = review_deadline{2h, deadline_action::publish}}),
              "pre@2026-03-02T12:00:00Z,deadline=2h,at_deadline=publish");
}

} // namespace
} // namespace greffe::domain
