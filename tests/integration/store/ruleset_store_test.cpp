#include "server/service/administer_rulesets.hpp"
#include "server/store/ruleset_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace greffe::test {
namespace {

using domain::errc;

std::string pushed_rules(const std::string& word) {
    return "ruleset: essai\n"
           "rules:\n"
           "  - id: mot\n"
           "    mode: live\n"
           "    when: {words: [" +
           word +
           "]}\n"
           "    then: {action: hold}\n"
           "    examples:\n"
           "      match: [{text: \"voici " +
           word +
           " enfin\"}]\n"
           "      pass: [{text: \"rien du tout\"}]\n";
}

/// One server: its registry, and what keeps it in step.
struct server {
    explicit server(review_house& house)
        : store(house.pool), rulesets(store, registry, settings, house.env) {}

    rules::action judges(domain::site_id site, std::string_view text) const {
        const auto running = registry.of(site);
        if (!running || !running->rules) return rules::action::publish;
        const rules::comment_text comment{.body = text, .name = std::nullopt};
        return running->rules->judge(running->rules->scan(comment), {}).does;
    }

    store::ruleset_store_pg store;
    service::ruleset_registry registry;
    service::settings_registry settings;
    service::administer_rulesets rulesets;
};

class RulesetStore : public testing::Test {
  protected:
    domain::result<service::push_answer> push(server& by, const std::string& source, bool dry_run = false) {
        return await(
            by.rulesets.push(admin, place.site, {.source = source, .note = "essai", .dry_run = dry_run}));
    }

    review_house house{8};
    tenant place = house.add_tenant("bourse");
    domain::principal admin = review_house::someone(domain::role::admin);
    server here{house};
    server there{house};
};

TEST_F(RulesetStore, APushStoresAVersionThatEveryServerSwapsIn) {
    const auto first = push(here, pushed_rules("casino")).value();
    EXPECT_EQ(first.version, 1);
    EXPECT_FALSE(first.unchanged);
    EXPECT_EQ(here.judges(place.site, "un casino"), rules::action::hold) << "at once where it was pushed";
    EXPECT_EQ(there.judges(place.site, "un casino"), rules::action::publish);
    await(there.rulesets.refresh());
    EXPECT_EQ(there.judges(place.site, "un casino"), rules::action::hold);

    const auto kept = there.registry.of(place.site);
    ASSERT_EQ(push(here, pushed_rules("roulette")).value().version, 2);
    await(there.rulesets.refresh());
    EXPECT_EQ(there.judges(place.site, "un casino"), rules::action::publish);
    EXPECT_EQ(there.judges(place.site, "une roulette"), rules::action::hold);
    EXPECT_EQ(kept->version, 1) << "who still judges by the old one keeps it";
    EXPECT_EQ(there.registry.of(place.site)->version, 2);
}

TEST_F(RulesetStore, RefreshLeavesAloneWhatIsRunning) {
    ASSERT_TRUE(push(here, pushed_rules("casino")));
    await(there.rulesets.refresh());
    const auto running = there.registry.of(place.site);
    await(there.rulesets.refresh());
    EXPECT_EQ(there.registry.of(place.site), running) << "not compiled again";
}

TEST_F(RulesetStore, TheSameSourceAgainIsNoNewVersion) {
    ASSERT_TRUE(push(here, pushed_rules("casino")));
    const auto again = push(here, pushed_rules("casino")).value();
    EXPECT_TRUE(again.unchanged);
    EXPECT_EQ(again.version, 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.ruleset"), 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.audit WHERE action = 'ruleset.push'"), 1);
}

TEST_F(RulesetStore, WhatDoesNotCompileOrFailsAnExampleIsNotStored) {
    auto failing = pushed_rules("casino");
    failing.replace(failing.find("rien du tout"), 12, "voici casino");
    for (const std::string& source : {std::string("rules: [\n"), std::string("rulset: x\n"), failing}) {
        const auto refused = push(here, source).value();
        EXPECT_FALSE(refused.version);
        EXPECT_TRUE(rules::has_errors(refused.found)) << source;
    }
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.ruleset"), 0);
    EXPECT_FALSE(here.registry.of(place.site));
}

TEST_F(RulesetStore, ADryRunStoresNothing) {
    const auto dry = push(here, pushed_rules("casino"), true).value();
    EXPECT_FALSE(dry.version);
    EXPECT_FALSE(rules::has_errors(dry.found));
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.ruleset"), 0);
    EXPECT_FALSE(here.registry.of(place.site));
    ASSERT_TRUE(push(here, pushed_rules("casino")));
    EXPECT_TRUE(push(here, pushed_rules("casino"), true).value().unchanged);
}

TEST_F(RulesetStore, TellsTheActiveOneAndTheHistory) {
    EXPECT_EQ(await(here.rulesets.active(place.site)).error().code, errc::not_found);
    ASSERT_TRUE(push(here, pushed_rules("casino")));
    ASSERT_TRUE(push(here, pushed_rules("roulette")));
    const auto active = await(here.rulesets.active(place.site)).value();
    EXPECT_EQ(active.version, 2);
    EXPECT_EQ(active.source, pushed_rules("roulette"));
    EXPECT_EQ(active.pushed_by, admin.key);
    const auto history = await(here.rulesets.history(place.site)).value();
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history[0].version, 2);
    EXPECT_TRUE(history[0].active());
    EXPECT_EQ(history[1].version, 1);
    EXPECT_EQ(history[1].state, service::ruleset_state::replaced);
    EXPECT_EQ(history[1].note, "essai");
    EXPECT_TRUE(history[1].source.empty());
}

TEST_F(RulesetStore, WhatThisServerCannotCompileMakesItUnready) {
    ASSERT_TRUE(push(here, pushed_rules("casino")));
    await(there.rulesets.refresh());
    // As a newer server may store it: a language that this one does not know yet.
    house.sql(
        "INSERT INTO greffe.ruleset SELECT site_id, 2, 'ruleset: x\nrules: [{id: a, when: {telepathy: 1}}]', "
        "pushed_by, '', now() FROM greffe.ruleset");
    house.sql("UPDATE greffe.active_ruleset SET version = 2");
    EXPECT_TRUE(there.registry.all_compiled());
    await(there.rulesets.refresh());
    EXPECT_FALSE(there.registry.all_compiled());
    ASSERT_TRUE(push(here, pushed_rules("roulette")));
    await(there.rulesets.refresh());
    EXPECT_TRUE(there.registry.all_compiled());
    EXPECT_EQ(there.registry.of(place.site)->version, 3);
}

TEST_F(RulesetStore, PushesThatRaceGetVersionsOfTheirOwn) {
    constexpr int pushers = 8;
    std::vector<std::int64_t> versions(pushers);
    std::vector<std::jthread> threads;
    for (int i = 0; i < pushers; ++i)
        threads.emplace_back([&, i] {
            versions[static_cast<std::size_t>(i)] =
                push(here, pushed_rules("mot" + std::string(static_cast<std::size_t>(i) + 1, 'a')))
                    .value()
                    .version.value_or(0);
        });
    threads.clear();
    EXPECT_EQ(std::set<std::int64_t>(versions.begin(), versions.end()).size(),
              static_cast<std::size_t>(pushers));
    EXPECT_EQ(house.count("SELECT max(version) FROM greffe.ruleset"), pushers);
    EXPECT_EQ(here.registry.of(place.site)->version, pushers)
        << "the newest runs, whatever the order of the swaps";
}

TEST_F(RulesetStore, AnotherSitesRulesetIsUntouched) {
    const auto other = house.add_tenant("autre");
    ASSERT_TRUE(push(here, pushed_rules("casino")));
    EXPECT_FALSE(here.registry.of(other.site));
    const auto bound = review_house::someone(domain::role::admin, other.site);
    EXPECT_EQ(await(here.rulesets.push(bound, place.site, {.source = pushed_rules("x")})).error().code,
              errc::not_found);
    EXPECT_EQ(
        await(here.rulesets.push(admin, domain::site_id{house.env.new_id()}, {.source = pushed_rules("x")}))
            .error()
            .code,
        errc::not_found);
}

} // namespace
} // namespace greffe::test
