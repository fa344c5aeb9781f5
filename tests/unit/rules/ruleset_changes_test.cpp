// What a push would change, rule by rule, and whether it changes what live rules do.
#include "rules/engine/ruleset_changes.hpp"

#include "rules/engine/written.hpp"
#include "tests/unit/rules/compile.hpp"

namespace greffe {
namespace {

using namespace rules;

std::string rule(const std::string& id, const std::string& mode, const std::string& rest) {
    return "  - id: " + id + "\n    mode: " + mode + "\n" + rest +
           "    examples: {match: [casino], pass: [rien]}\n";
}

const std::string holds = "    when: {words: [casino]}\n    then: {action: hold, score: 40}\n";

ruleset_changes between(const std::string& before, const std::string& after) {
    return changes_between({.yaml = before}, {.yaml = after});
}

std::string told(const ruleset_changes& changes) {
    std::string all;
    for (const auto& rule : changes.rules) {
        all += rule.rule + " " + (rule.from ? std::string(to_string(*rule.from)) : "-") + ">" +
               (rule.to ? std::string(to_string(*rule.to)) : "-") + (rule.live ? " live" : "") + "\n";
        for (const auto& part : rule.parts)
            all += "  " + part.what + ": " + part.from + " > " + part.to + "\n";
    }
    for (const auto& part : changes.general) all += part.what + ": " + part.from + " > " + part.to + "\n";
    return all;
}

TEST(RulesetChanges, SpacesCommentsAndTheOrderOfKeysAreNone) {
    const auto changes = between("ruleset: t\nrules:\n" + rule("a", "live", holds),
                                 "# pourquoi\nrules:\n  - examples: {pass: [rien], match: [casino]}\n"
                                 "    then: {score: 40, action: hold}\n    mode: live\n    id: a\n"
                                 "    when: {words: [casino]}\nruleset: t\n");
    EXPECT_TRUE(changes.none()) << told(changes);
    EXPECT_FALSE(changes.live);
}

TEST(RulesetChanges, ANewRuleAGoneOneAndALaterModeAreTold) {
    const auto changes =
        between("ruleset: t\nrules:\n" + rule("a", "draft", holds) + rule("b", "live", holds),
                "ruleset: t\nrules:\n" + rule("a", "shadow", holds) + rule("c", "draft", holds));
    EXPECT_EQ(told(changes), "a draft>shadow\nc ->draft\nb live>- live\n");
    EXPECT_TRUE(changes.live) << "what b did is done no more";
}

TEST(RulesetChanges, APartThatDiffersIsToldAsItIsWritten) {
    const auto changes = between("ruleset: t\nrules:\n" + rule("a", "live", holds),
                                 "ruleset: t\nrules:\n" + rule("a", "live",
                                                               "    cap: 9/day\n    expires: 2030-01-01\n"
                                                               "    when: {words: [casino]}\n"
                                                               "    then: {action: reject, score: 40}\n"));
    EXPECT_EQ(told(changes),
              "a live>live live\n  then: {action: hold, score: 40} > {action: reject, score: 40}\n"
              "  expires:  > 2030-01-01\n  cap:  > 9/day\n");
}

TEST(RulesetChanges, OnlyWhatLiveRulesDoIsLive) {
    const auto with = [](const std::string& mode, const std::string& when, const std::string& more = {}) {
        return "ruleset: t\nrules:\n" +
               rule("a", mode, "    when: {words: [" + when + "]}\n    then: {action: hold}\n") + more;
    };
    EXPECT_FALSE(between(with("shadow", "casino"), with("shadow", "roulette")).live);
    EXPECT_FALSE(between(with("draft", "casino"), with("shadow", "casino")).live);
    EXPECT_TRUE(between(with("shadow", "casino"), with("live", "casino")).live) << "promoted";
    EXPECT_TRUE(between(with("live", "casino"), with("disabled", "casino")).live) << "switched off";
    EXPECT_TRUE(between(with("live", "casino"), with("live", "casino, roulette")).live);
    EXPECT_TRUE(between(with("live", "casino"), with("live", "casino", "thresholds: {hold: 9}\n")).live);
    EXPECT_FALSE(between(with("live", "casino"), with("live", "casino", "lists: {x: [y]}\n")).live);

    auto other_examples = with("live", "casino");
    other_examples.replace(other_examples.find("pass: [rien]"), 12, "pass: [non]");
    const auto changes = between(with("live", "casino"), other_examples);
    EXPECT_FALSE(changes.none());
    EXPECT_FALSE(changes.live) << "an example judges nobody";
}

TEST(RulesetChanges, AListChangesTheRulesThatNameIt) {
    const auto with = [](const std::string& items, const std::string& mode) {
        return "ruleset: t\nlists: {jeux: [" + items + "]}\nrules:\n" +
               rule("a", mode, "    when: {words: jeux}\n    then: {action: hold}\n");
    };
    const auto changes = between(with("casino", "live"), with("casino, roulette", "live"));
    EXPECT_EQ(told(changes), "a live>live live\n  lists:  > a list that it names is another one\n"
                             "lists/jeux: [casino] > [casino, roulette]\n");
    EXPECT_FALSE(between(with("casino", "shadow"), with("casino, roulette", "shadow")).live);
}

TEST(RulesetChanges, APolicyAndTheOrderOfLiveRulesCount) {
    const auto with = [](const std::string& clause, const std::string& mode) {
        return "ruleset: t\npolicies: {p: {clause: '" + clause + "', fr: non}}\nrules:\n" +
               rule("a", mode, "    policy: p\n" + holds);
    };
    EXPECT_TRUE(between(with("1", "live"), with("2", "live")).live);
    EXPECT_FALSE(between(with("1", "shadow"), with("2", "shadow")).live);
    const auto changes =
        between("ruleset: t\nrules:\n" + rule("a", "live", holds) + rule("b", "live", holds),
                "ruleset: t\nrules:\n" + rule("b", "live", holds) + rule("a", "live", holds));
    EXPECT_EQ(told(changes), "order:  > live rules stand in another order\n");
    EXPECT_TRUE(changes.live) << "of two policies the first one's is told";
}

TEST(RulesetChanges, APackIsTheOneThatCameWithTheVersion) {
    const pack_texts then{{"maison", "pack: maison\nrules:\n" + rule("mot", "live", holds)}};
    const pack_texts now{{"maison", "pack: maison\nrules:\n" + rule("mot", "shadow", holds)}};
    const std::string uses = "ruleset: t\nuse: [maison]\n";
    const auto changes = changes_between({.yaml = uses, .packs = &then}, {.yaml = uses, .packs = &now});
    EXPECT_EQ(told(changes), "maison/mot live>shadow live\npacks/maison:  > another edition\n");
    EXPECT_TRUE(changes.live);
    EXPECT_TRUE(changes_between({.yaml = uses, .packs = &then}, {.yaml = uses, .packs = &then}).none());
}

TEST(RulesetChanges, AModeGivenToAPackIsTheModeOfItsRules) {
    const pack_texts packs{{"maison", "pack: maison\nrules:\n" + rule("mot", "live", holds)}};
    const auto changes =
        changes_between({.yaml = "ruleset: t\nuse: [{pack: maison, mode: shadow}]\n", .packs = &packs},
                        {.yaml = "ruleset: t\nuse: [maison]\n", .packs = &packs});
    EXPECT_EQ(told(changes), "maison/mot shadow>live live\n");
}

TEST(RulesetChanges, WhatCannotBeReadCountsAsEmpty) {
    const auto changes = between("rules: [", "ruleset: t\nrules:\n" + rule("a", "live", holds));
    EXPECT_EQ(told(changes), "a ->live live\nruleset:  > t\n");
}

TEST(Packs, ARulesetIsCompiledWithThePacksItIsGivenAndTellsWhichItUses) {
    const pack_texts packs{{"maison", "pack: maison\nrules:\n" + rule("mot", "live", holds)}};
    const auto made = ruleset::compile("ruleset: t\nuse: [maison]\n", {.packs = &packs});
    ASSERT_TRUE(made.rules) << test::printed(made.found);
    EXPECT_EQ(made.packs, packs);
    EXPECT_EQ(test::judge(*made.rules, "le casino").does, action::hold);
    EXPECT_FALSE(ruleset::compile("ruleset: t\nuse: [spam]\n", {.packs = &packs}).rules)
        << "what ships is not meant";
    EXPECT_EQ(ruleset::compile("ruleset: t\nuse: [spam]\n", {.run_examples = false}).packs.size(), 1U);
}

TEST(Caps, AreWhatActiveRulesAskFor) {
    const auto capped = [](const std::string& id, const std::string& mode, int cap) {
        return rule(id, mode, holds + "    cap: " + std::to_string(cap) + "/day\n");
    };
    const auto rules =
        test::compile("ruleset: t\nrules:\n" + capped("a", "live", 5) + capped("b", "shadow", 6) +
                      capped("c", "draft", 7) + capped("d", "disabled", 8) + rule("e", "live", holds));
    EXPECT_EQ(rules->needs().caps, (std::vector<cap_need>{{.rule = "a", .live = true, .a_day = 5},
                                                          {.rule = "b", .live = false, .a_day = 6}}));
}

TEST(Caps, ADayIsOneOfTheSitesZone) {
    using namespace std::chrono;
    const auto paris =
        test::compile("ruleset: t\nrules:\n" + rule("a", "live", holds), {.zone = "Europe/Paris"});
    const auto utc = test::compile("ruleset: t\nrules:\n" + rule("a", "live", holds), {.zone = "UTC"});
    const sys_seconds late = sys_days{2027y / 6 / 29} + 22h + 30min;
    EXPECT_EQ(paris->day_of(late), "2027-06-30");
    EXPECT_EQ(utc->day_of(late), "2027-06-29");
    EXPECT_EQ(paris->day_of(late - 31min), "2027-06-29");
}

} // namespace
} // namespace greffe
