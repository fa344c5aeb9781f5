// What is told of the rules: day by day, shadow beside live, with precision, cost and guards.
#include "server/service/guard_rules.hpp"
#include "server/service/rule_stats.hpp"
#include "tests/unit/service/judge_samples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::service {
namespace {

using testing::ElementsAre;

std::shared_ptr<const active_ruleset> ruleset(const std::string& rules) {
    auto made = rules::ruleset::compile("ruleset: t\nrules:\n" + rules, {});
    EXPECT_TRUE(made.rules) << (made.found.empty() ? "" : to_string(made.found.front()));
    return std::make_shared<const active_ruleset>(active_ruleset{.version = 4, .rules = made.rules});
}

std::string rule(const std::string& id, const std::string& mode, const std::string& word = "arnaque") {
    return "  - {id: " + id + ", mode: " + mode + ", when: {words: [" + word +
           "]}, then: {action: hold, score: 5}, examples: {match: ['" + word + "'], pass: [b]}}\n";
}

const std::vector<std::string> days{"2027-06-29", "2027-06-30"};

TEST(RuleStats, TellShadowBesideLiveDayByDay) {
    ports::watched_rules watched;
    watched.days = {
        {.rule = "a", .live = true, .day = "2027-06-29", .hits = 4, .upheld = 3, .overturned = 1},
        {.rule = "a", .live = true, .day = "2027-06-30", .hits = 2, .upheld = 0, .overturned = 1},
        {.rule = "a", .live = false, .day = "2027-06-29", .hits = 9, .upheld = 0, .overturned = 2},
        {.rule = "partie", .live = true, .day = "2027-06-30", .hits = 1}};
    watched.judged = {{{}, "2027-06-29", 100}, {{}, "2027-06-30", 50}};
    watched.nanoseconds = {{"a", 2'000'000}};
    const auto active = ruleset(rule("a", "live") + rule("muette", "shadow", "silence"));
    const auto told = rule_stats_of(watched, days, active.get());
    EXPECT_EQ(told.version, 4);
    EXPECT_THAT(told.texts, ElementsAre(100, 50));
    ASSERT_EQ(told.rules.size(), 4U);
    const auto& live = told.rules[0];
    EXPECT_EQ(live.total, (hit_tally{.hits = 6, .upheld = 3, .overturned = 2}));
    EXPECT_DOUBLE_EQ(live.total.precision().value(), 0.6);
    EXPECT_EQ(live.days[1].hits, 2);
    EXPECT_DOUBLE_EQ(live.seconds.value(), 0.3) << "150 texts of 2 ms";
    EXPECT_FALSE(live.never_upheld);
    const auto& before = told.rules[1];
    EXPECT_FALSE(before.live);
    EXPECT_EQ(before.mode, "live") << "it was shadow before";
    EXPECT_TRUE(before.never_upheld) << "nobody upheld it";
    EXPECT_EQ(told.rules[2].rule, "muette") << "a rule that hit nothing is told, too";
    EXPECT_EQ(told.rules[2].total.hits, 0);
    EXPECT_EQ(told.rules[3].mode, "gone");
    EXPECT_FALSE(told.rules[3].total.precision()) << "nobody has judged it";
    EXPECT_FALSE(told.rules[3].never_upheld);
}

TEST(RuleStats, SayWhyAGuardHoldsARuleBack) {
    const auto active = ruleset(rule("a", "live"));
    ports::watched_rules watched;
    watched.guards = {{.rule = *live_rules(*active->rules).begin(),
                       .live_at = test::the_time,
                       .young = true,
                       .hits = 21,
                       .held_at = test::the_time,
                       .held_texts = 400}};
    const auto told = rule_stats_of(watched, days, active.get());
    EXPECT_EQ(why_held(*told.rules[0].guard), "hit 21 of 400 texts (5.2 %) within 24 h of going live");
    const auto json = to_json(told);
    EXPECT_TRUE(json.at("rules").at(0).at("guard").at("throttled").as_bool());
    watched.guards[0].lifted_at = test::the_time;
    EXPECT_FALSE(to_json(rule_stats_of(watched, days, active.get()))
                     .at("rules")
                     .at(0)
                     .at("guard")
                     .at("throttled")
                     .as_bool());
}

TEST(RuleStats, OfASiteWithoutARulesetAreEmpty) {
    const auto told = rule_stats_of({}, days, nullptr);
    EXPECT_FALSE(told.version);
    EXPECT_TRUE(told.rules.empty());
    EXPECT_THAT(told.texts, ElementsAre(0, 0));
}

TEST(RuleMeter, CountsJudgedTextsAndHitsOfLiveRulesByVersion) {
    const auto by = ruleset(rule("a", "live") + rule("b", "shadow"));
    std::vector<ports::ingest_item> items;
    for (const auto* text : {"une arnaque", "deux", "trois"}) {
        items.push_back(test::submission("c" + std::to_string(items.size()), text));
        items.back().screened.by = by;
        items.back().screened.scan = by->rules->scan({.body = text, .name = {}});
    }
    items.push_back(test::submission("sans", "une arnaque sans règle"));
    std::vector<const ports::ingest_item*> asked;
    for (const auto& item : items) asked.push_back(&item);
    const auto judged = judge_batch(asked, test::known_article(), test::counted_environment());
    rule_meter meter;
    for (int twice = 0; twice < 2; ++twice) meter.add(counts_of(asked, judged));
    const auto counts = meter.take();
    ASSERT_EQ(counts.rulesets.size(), 1U);
    const auto& counted = counts.rulesets.begin()->second;
    EXPECT_EQ(counted.texts, 6);
    EXPECT_EQ(counted.hits, (std::map<std::string, std::int64_t>{{"a", 2}}));
    EXPECT_TRUE(meter.take().empty());
}

TEST(HeldBackRules, AreSwappedLikeARulesetAndKnownByTheirContent) {
    ruleset_registry registry;
    const domain::site_id site = test::the_site;
    const auto first = ruleset(rule("a", "live") + rule("b", "live", "escroc"));
    registry.replace(site, first);
    auto held = live_rules(*first->rules);
    std::erase_if(held, [](const auto& each) { return each.rule != "a"; });
    registry.hold_back(site, held);
    EXPECT_THAT(registry.of(site)->held_back, ElementsAre("a"));
    EXPECT_EQ(registry.of(site)->rules, first->rules);

    registry.replace(site, first);
    EXPECT_THAT(registry.of(site)->held_back, ElementsAre("a")) << "the same content stays held back";
    registry.replace(site, ruleset(rule("a", "live", "fraude")));
    EXPECT_TRUE(registry.of(site)->held_back.empty()) << "another content is another rule";
    registry.replace(site, first);
    registry.hold_back(site, {});
    EXPECT_TRUE(registry.of(site)->held_back.empty());
}

TEST(HeldBackRules, OnlyFlagAndGoOnRecording) {
    const auto by = ruleset(rule("a", "live"));
    auto item = test::submission("c1", "une arnaque");
    auto held = std::make_shared<active_ruleset>(*by);
    held->held_back = {"a"};
    item.screened.by = held;
    item.screened.scan = by->rules->scan({.body = "une arnaque", .name = {}});
    std::vector<ports::ingest_item> items;
    items.push_back(std::move(item));
    const auto judged = test::judge(std::move(items), test::known_article());
    EXPECT_EQ(judged.outcomes[0]->status, domain::comment_status::published);
    ASSERT_EQ(judged.flags.size(), 1U);
    EXPECT_EQ(judged.flags[0].match.does, rules::action::flag);
    EXPECT_EQ(judged.flags[0].match.score, 0);
    EXPECT_EQ(judged.cases.size(), 1U) << "a person looks";
}

} // namespace
} // namespace greffe::service
