// The life of a ruleset against a real database: what a version keeps, who must agree to it, the way back,
// and pushes that race.
#include "server/service/administer_rulesets.hpp"
#include "server/service/kept_packs.hpp"
#include "server/store/ruleset_store_pg.hpp"
#include "tests/integration/store/review_house.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace greffe::test {
namespace {

using domain::errc;
using service::ruleset_state;

std::string rules_for(const std::string& word, const std::string& mode = "live") {
    return "ruleset: essai\nrules:\n  - id: mot\n    mode: " + mode + "\n    when: {words: [" + word +
           "]}\n    then: {action: hold}\n    examples: {match: [voici " + word + "], pass: [rien]}\n";
}

class RulesetLife : public testing::Test {
  protected:
    RulesetLife() {
        auto with = *domain::default_settings();
        with.version = 1;
        settings.keep(place.site, std::make_shared<const domain::site_settings>(with));
    }
    void want_second_person() {
        auto with = *settings.of(place.site);
        with.approval = domain::rule_approval::second_person;
        ++with.version;
        settings.keep(place.site, std::make_shared<const domain::site_settings>(with));
    }
    domain::result<service::push_answer> push(const std::string& source,
                                              std::optional<std::int64_t> base = std::nullopt) {
        service::push_request asked{.source = source, .note = "essai", .base = base};
        return await(rulesets.push(admin, place.site, std::move(asked)));
    }
    auto approve(std::int64_t version, const domain::principal& who) {
        return await(rulesets.approve(who, place.site, version, "vu"));
    }
    auto roll_back(std::int64_t version) {
        return await(rulesets.roll_back(admin, place.site, version, "trop large"));
    }
    std::int64_t running() const {
        const auto active = registry.of(place.site);
        return active ? active->version : 0;
    }
    rules::action judges(std::string_view text) const {
        const auto active = registry.of(place.site);
        const rules::comment_text comment{.body = text, .name = std::nullopt};
        return active->rules->judge(active->rules->scan(comment), {}).does;
    }
    std::vector<ruleset_state> states() {
        std::vector<ruleset_state> all;
        for (const auto& each : await(rulesets.history(place.site)).value()) all.push_back(each.state);
        return all;
    }

    review_house house{8};
    tenant place = house.add_tenant("bourse");
    domain::principal admin = review_house::someone(domain::role::admin);
    domain::principal second = review_house::someone(domain::role::supervisor);
    store::ruleset_store_pg store{house.pool};
    service::ruleset_registry registry;
    service::settings_registry settings;
    service::administer_rulesets rulesets{store, registry, settings, house.env};
};

TEST_F(RulesetLife, APushTellsWhatItChangesAgainstWhatIsActive) {
    const auto first = push(rules_for("casino")).value();
    EXPECT_FALSE(first.against);
    ASSERT_EQ(first.changes.rules.size(), 1U);
    const auto dry =
        await(rulesets.push(admin, place.site, {.source = rules_for("casino", "shadow"), .dry_run = true}))
            .value();
    EXPECT_EQ(dry.against, 1);
    ASSERT_EQ(dry.changes.rules.size(), 1U);
    EXPECT_EQ(dry.changes.rules[0].from, rules::rule_mode::live);
    EXPECT_EQ(dry.changes.rules[0].to, rules::rule_mode::shadow);
    EXPECT_TRUE(dry.changes.live);
    EXPECT_FALSE(dry.version);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.ruleset"), 1);
}

TEST_F(RulesetLife, AWarningStopsWhoWantsNone) {
    const std::string warned = rules_for("casino") + "lists: {vide: [rien]}\n";
    const auto refused =
        await(rulesets.push(admin, place.site, {.source = warned, .refuse_warnings = true})).value();
    EXPECT_TRUE(refused.refused);
    ASSERT_EQ(refused.found.size(), 1U);
    EXPECT_EQ(refused.found[0].code, "unused-list");
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.ruleset"), 0);
    EXPECT_EQ(push(warned).value().version, 1);
}

TEST_F(RulesetLife, OfTwoPushesOnTheSameBaseOneGetsIn) {
    ASSERT_TRUE(push(rules_for("casino"), 0));
    EXPECT_EQ(push(rules_for("roulette"), 0).error().code, errc::stale_version);
    constexpr int pushers = 6;
    std::vector<std::int64_t> versions(pushers);
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < pushers; ++i)
        threads.emplace_back([&, i] {
            const auto pushed = push(rules_for("mot" + std::string(i + 1, 'a')), 1);
            versions[i] = pushed ? pushed->version.value() : 0;
            if (!pushed) {
                EXPECT_EQ(pushed.error().code, errc::stale_version);
            }
        });
    threads.clear();
    EXPECT_EQ(std::ranges::count(versions, 2), 1);
    EXPECT_EQ(std::ranges::count(versions, 0), pushers - 1);
    EXPECT_EQ(house.count("SELECT max(version) FROM greffe.ruleset"), 2) << "the others left nothing";
}

TEST_F(RulesetLife, AVersionKeepsThePacksThatItWasPushedWith) {
    ASSERT_TRUE(push("ruleset: essai\nuse: [spam]\n"));
    const auto kept = await(rulesets.active(place.site)).value();
    ASSERT_TRUE(kept.packs);
    ASSERT_EQ(kept.packs->size(), 1U);
    const auto& pack = kept.packs->front();
    EXPECT_EQ(pack.name, "spam");
    EXPECT_EQ(pack.source, rules::find_pack("spam"));
    EXPECT_EQ(pack.digest.size(), 64U);
    // As a build would find it that ships another edition: it compiles the one that is kept.
    const std::string older =
        "pack: spam\nrules:\n  - {id: autrefois, mode: live, when: {words: [casino]}, then: "
        "{action: reject}, examples: {match: [casino], pass: [rien]}}\n";
    const auto digest = service::kept_packs({{"spam", older}}).front().digest;
    house.sql("INSERT INTO greffe.rule_pack SELECT site_id, decode($1, 'hex'), 'spam', $2 FROM greffe.site",
              {digest, older});
    house.sql("INSERT INTO greffe.ruleset (site_id, version, source, pushed_by, pushed_at, packs) "
              "SELECT site_id, 2, source, pushed_by, now(), jsonb_build_object('spam', $1::text) FROM "
              "greffe.ruleset",
              {digest});
    house.sql("UPDATE greffe.active_ruleset SET version = 2");
    await(rulesets.refresh());
    EXPECT_EQ(running(), 2);
    EXPECT_EQ(judges("un casino"), rules::action::reject);
    // The same source is another ruleset now, and its push says how.
    const auto again = push("ruleset: essai\nuse: [spam]\n").value();
    EXPECT_EQ(again.version, 3);
    EXPECT_FALSE(again.changes.none());
    EXPECT_NE(judges("un casino"), rules::action::reject);
    // And back: source and packs.
    EXPECT_EQ(roll_back(2).value().version, 4);
    EXPECT_EQ(judges("un casino"), rules::action::reject);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.rule_pack"), 2) << "kept once each";
}

TEST_F(RulesetLife, AVersionFromBeforePacksWereKeptIsCompiledWithWhatShips) {
    ASSERT_TRUE(push("ruleset: essai\nuse: [spam]\n"));
    house.sql("INSERT INTO greffe.ruleset (site_id, version, source, pushed_by, pushed_at) "
              "SELECT site_id, 2, source, pushed_by, now() FROM greffe.ruleset");
    house.sql("UPDATE greffe.active_ruleset SET version = 2");
    await(rulesets.refresh());
    EXPECT_EQ(running(), 2);
    EXPECT_TRUE(registry.all_compiled());
}

TEST_F(RulesetLife, ARollbackIsANewVersionThatSaysWhatTheOldOneSaid) {
    ASSERT_TRUE(push(rules_for("casino")));
    ASSERT_TRUE(push(rules_for("roulette")));
    const auto back = roll_back(1).value();
    EXPECT_EQ(back.version, 3);
    EXPECT_EQ(back.against, 2);
    EXPECT_FALSE(back.changes.none());
    EXPECT_EQ(running(), 3);
    EXPECT_EQ(judges("un casino"), rules::action::hold);
    const auto active = await(rulesets.active(place.site)).value();
    EXPECT_EQ(active.source, rules_for("casino"));
    EXPECT_EQ(active.restores, 1);
    EXPECT_EQ(active.note, "trop large");
    EXPECT_EQ(active.pushed_by, admin.key);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.audit WHERE action = 'ruleset.rollback'"), 1);

    EXPECT_EQ(roll_back(3).error().code, errc::already_in_target_state);
    EXPECT_EQ(roll_back(1).error().code, errc::already_in_target_state) << "it says the same";
    EXPECT_EQ(roll_back(9).error().code, errc::not_found);
}

TEST_F(RulesetLife, WhatChangesLiveRulesWaitsForASecondPerson) {
    ASSERT_TRUE(push(rules_for("casino", "shadow")));
    want_second_person();
    const auto shadow = push(rules_for("roulette", "shadow")).value();
    EXPECT_FALSE(shadow.waiting) << "nothing live is touched";
    EXPECT_EQ(running(), 2);

    const auto waits = push(rules_for("roulette")).value();
    EXPECT_EQ(waits.version, 3);
    EXPECT_TRUE(waits.waiting);
    EXPECT_EQ(running(), 2);
    await(rulesets.refresh());
    EXPECT_EQ(running(), 2) << "nor does any other server run it";
    EXPECT_EQ(states(),
              (std::vector{ruleset_state::waiting, ruleset_state::active, ruleset_state::replaced}));
    const auto again = push(rules_for("roulette")).value();
    EXPECT_TRUE(again.unchanged);
    EXPECT_EQ(again.version, 3);

    EXPECT_EQ(approve(3, admin).error().code, errc::forbidden) << "who pushed it";
    EXPECT_EQ(running(), 2);
    const auto done = approve(3, second).value();
    EXPECT_EQ(done.version, 3);
    EXPECT_EQ(done.against, 2);
    EXPECT_EQ(running(), 3);
    EXPECT_EQ(judges("une roulette"), rules::action::hold);
    const auto history = await(rulesets.history(place.site)).value();
    ASSERT_TRUE(history[0].approved);
    EXPECT_EQ(history[0].approved->by, second.key);
    EXPECT_EQ(history[0].approved->note, "vu");
    EXPECT_EQ(approve(3, second).error().code, errc::already_in_target_state);
    EXPECT_EQ(approve(2, second).error().code, errc::invalid_transition);
    EXPECT_EQ(approve(7, second).error().code, errc::not_found);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.audit WHERE action = 'ruleset.approve'"), 1);
}

TEST_F(RulesetLife, WhateverBecomesActiveFirstLeavesBehindWhatWaits) {
    ASSERT_TRUE(push(rules_for("casino", "shadow")));
    want_second_person();
    ASSERT_TRUE(push(rules_for("roulette")).value().waiting);
    ASSERT_EQ(push(rules_for("tombola", "shadow")).value().version, 3);
    EXPECT_EQ(approve(2, second).error().code, errc::invalid_transition) << "it would undo version 3";
    EXPECT_EQ(states(), (std::vector{ruleset_state::active, ruleset_state::lapsed, ruleset_state::replaced}));
    EXPECT_EQ(roll_back(2).error().code, errc::invalid_transition) << "it never was active";

    ASSERT_EQ(push(rules_for("roulette")).value().version, 4);
    ASSERT_EQ(push(rules_for("poker")).value().version, 5);
    EXPECT_EQ(approve(4, second).error().code, errc::invalid_transition) << "only the newest waits";
    EXPECT_EQ(approve(5, second).value().version, 5);
}

TEST_F(RulesetLife, TheWayBackNeedsNobodyElse) {
    ASSERT_TRUE(push(rules_for("casino")));
    ASSERT_TRUE(push(rules_for("roulette")));
    want_second_person();
    EXPECT_EQ(roll_back(1).value().version, 3);
    EXPECT_EQ(running(), 3);
}

TEST_F(RulesetLife, TwoApprovalsAtOnceAreOne) {
    ASSERT_TRUE(push(rules_for("casino", "shadow")));
    want_second_person();
    ASSERT_TRUE(push(rules_for("casino")).value().waiting);
    std::vector<int> done(4);
    std::vector<std::jthread> threads;
    for (auto& each : done)
        threads.emplace_back(
            [&] { each = approve(2, review_house::someone(domain::role::admin)).has_value() ? 1 : 0; });
    threads.clear();
    EXPECT_EQ(std::ranges::count(done, 1), 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.ruleset_approval"), 1);
}

TEST_F(RulesetLife, AnyTwoVersionsCanBeCompared) {
    ASSERT_TRUE(push(rules_for("casino")));
    ASSERT_TRUE(push(rules_for("roulette")));
    ASSERT_TRUE(push(rules_for("roulette", "disabled")));
    const auto told = await(rulesets.changes(place.site, 1, 2)).value();
    EXPECT_EQ(told.from, 1);
    ASSERT_EQ(told.changes.rules.size(), 1U);
    EXPECT_EQ(told.changes.rules[0].parts.size(), 2U) << "when, and the examples";
    const auto from_active = await(rulesets.changes(place.site, std::nullopt, 2)).value();
    EXPECT_EQ(from_active.from, 3);
    EXPECT_FALSE(await(rulesets.changes(place.site, 0, 1)).value().from);
    EXPECT_EQ(await(rulesets.changes(place.site, 8, 1)).error().code, errc::not_found);
}

TEST_F(RulesetLife, AnAuthorIsTheLabelOfTheKey) {
    house.sql(
        "INSERT INTO greffe.api_key VALUES ('00000000-0000-0000-0000-000000000000', $1, 'admin', 'Paule', "
        "'x', now())",
        {admin.key.to_string()});
    ASSERT_TRUE(push(rules_for("casino")));
    EXPECT_EQ(await(rulesets.history(place.site)).value().at(0).author, "Paule");
}

} // namespace
} // namespace greffe::test
