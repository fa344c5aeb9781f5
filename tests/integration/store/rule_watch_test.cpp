// Guards over young rules and figures of all rules, over a real database: what was committed is counted, a
// rule that hits too much is held back on every server, people's decisions make the precision.
#include "server/domain/role.hpp"
#include "server/service/cost_rules.hpp"
#include "server/service/guard_rules.hpp"
#include "server/service/rule_stats.hpp"
#include "server/store/rule_watch_store_pg.hpp"
#include "server/store/ruleset_store_pg.hpp"
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string rules_of(const std::string& word, const std::string& more = "") {
    return "ruleset: essai\nrules:\n  - id: arnaque\n    when: {words: [" + word +
           "]}\n    then: {action: hold}\n    examples: {match: [" + word + "], pass: [b]}\n" + more;
}

/// What one server has of the watch over rules.
struct watching_server {
    explicit watching_server(ingest_harness& h, service::rule_meter& meter,
                             service::ruleset_registry& rulesets)
        : store(h.pool), guards(store, rulesets, meter, h.env,
                                [this](const service::ports::held_rule& one) { told.push_back(one); }),
          watch(store, rulesets, h.settings, h.env) {}
    store::rule_watch_store_pg store;
    std::vector<service::ports::held_rule> told;
    service::guard_rules guards;
    service::watch_rules watch;
};

struct RuleWatch : testing::Test {
    service::rule_meter meter;
    ingest_harness h{store::ingest_store_pg::options{
        .writers = 2, .limits = {}, .counted = [this](const auto& batch) { meter.add(batch); }}};
    watching_server here{h, meter, h.rulesets};
    int sent = 0;

    void SetUp() override { h.article("a1"); }
    void TearDown() override { EXPECT_THAT(broken_promises(h.url), IsEmpty()); }

    void send(int count, const std::string& body) {
        for (int i = 0; i < count; ++i) ASSERT_TRUE(h.submit("a1", "c" + std::to_string(++sent), body));
    }
    void beat() { h.await(here.guards.beat()); }
    service::rule_stat stat(std::size_t number = 0) {
        return h.await(here.watch.stats(h.site, 3)).value().rules.at(number);
    }
    bool throttled() {
        const auto guard = stat().guard;
        return guard && guard->held_at && !guard->lifted_at;
    }
    domain::principal admin{
        .key = {harness_environment().new_id()}, .acting_as = domain::role::admin, .site = {}, .label = {}};
};

TEST_F(RuleWatch, AYoungRuleThatHitsTooMuchIsThrottledAndGoesOnRecording) {
    h.use_rules(rules_of("gain"));
    beat();
    send(20, "Un gain");
    beat();
    EXPECT_FALSE(throttled()) << "twenty are not more than twenty";
    EXPECT_EQ(h.submit("a1", "dernier", "Un gain")->status, domain::comment_status::held);
    beat();
    EXPECT_TRUE(throttled());
    ASSERT_EQ(here.told.size(), 1U);
    EXPECT_EQ(here.told[0].hits, 21);
    EXPECT_EQ(here.told[0].texts, 21);
    EXPECT_THAT(h.rulesets.of(h.site)->held_back, ElementsAre("arnaque"));
    EXPECT_EQ(h.value("SELECT action FROM greffe.audit WHERE action = 'rule.throttled'"), "rule.throttled");
    EXPECT_EQ(service::why_held(*stat().guard), "hit 21 of 21 texts (100.0 %) within 24 h of going live");

    const auto after = h.submit("a1", "apres", "Un gain");
    EXPECT_EQ(after->status, domain::comment_status::published) << "it only flags";
    EXPECT_EQ(
        h.value("SELECT count(*) || ' ' || min(action) FROM greffe.flag WHERE score = 0 AND action = 'flag'"),
        "1 flag")
        << "and goes on recording";
    beat();
    EXPECT_EQ(here.told.size(), 1U) << "it is told once";
}

TEST_F(RuleWatch, ARuleWithinFivePercentIsLeftAlone) {
    h.use_rules(rules_of("gain"));
    beat();
    send(475, "Rien à dire");
    send(25, "Un gain");
    beat();
    EXPECT_FALSE(throttled()) << "25 of 500 are not more than 5 %";
    send(1, "Un gain");
    beat();
    EXPECT_TRUE(throttled());
}

TEST_F(RuleWatch, AnOldRuleIsLeftAlone) {
    h.use_rules(rules_of("gain"));
    beat();
    h.exec("UPDATE greffe.rule_guard SET live_at = live_at - interval '25 hours'");
    send(30, "Un gain");
    beat();
    EXPECT_FALSE(throttled());
}

TEST_F(RuleWatch, OfSitesThatHadRulesBeforeTheGuardsTheRulesAreAsOldAsTheirRuleset) {
    h.use_rules(rules_of("gain"));
    h.exec("UPDATE greffe.ruleset SET pushed_at = now() - interval '3 days'");
    beat();
    send(30, "Un gain");
    beat();
    EXPECT_FALSE(throttled());
    h.use_rules(rules_of("gain", "  - id: nouvelle\n    when: {words: [affaire]}\n    then: {action: hold}\n"
                                 "    examples: {match: [affaire], pass: [b]}\n"),
                2);
    beat();
    send(30, "Une affaire");
    beat();
    EXPECT_THAT(h.rulesets.of(h.site)->held_back, ElementsAre("nouvelle")) << "what is new is young";
}

TEST_F(RuleWatch, EveryServerObeysAtItsNextBeat) {
    h.use_rules(rules_of("gain"));
    beat();
    send(30, "Un gain");
    beat();
    service::ruleset_registry rulesets;
    rulesets.replace(h.site, std::make_shared<service::active_ruleset>(service::active_ruleset{
                                 .version = 1, .rules = h.rulesets.of(h.site)->rules}));
    service::rule_meter no_hits;
    watching_server other(h, no_hits, rulesets);
    h.await(other.guards.refresh());
    EXPECT_THAT(rulesets.of(h.site)->held_back, ElementsAre("arnaque"));
    ASSERT_TRUE(h.await(other.watch.lift(admin, h.site, "arnaque")));
    EXPECT_THAT(rulesets.of(h.site)->held_back, IsEmpty()) << "at once where it was asked";
    beat();
    EXPECT_THAT(h.rulesets.of(h.site)->held_back, IsEmpty());
}

TEST_F(RuleWatch, TheHitsOfAllServersAddUp) {
    h.use_rules(rules_of("gain"));
    beat();
    service::rule_meter there;
    watching_server other(h, there, h.rulesets);
    send(11, "Un gain");
    there.add(meter.take());
    send(11, "Un gain");
    beat();
    EXPECT_FALSE(throttled());
    h.await(other.guards.beat());
    EXPECT_TRUE(throttled());
    EXPECT_EQ(other.told.size(), 1U);
}

TEST_F(RuleWatch, AnotherContentIsAnotherRuleAndAPersonMayAllowOne) {
    h.use_rules(rules_of("gain"));
    beat();
    send(30, "Un gain");
    beat();
    ASSERT_TRUE(throttled());
    h.use_rules(rules_of("gain rapide"), 2);
    beat();
    EXPECT_FALSE(throttled()) << "a new push of the rule";
    h.use_rules(rules_of("gain"), 3);
    beat();
    EXPECT_TRUE(throttled()) << "the same content again";

    EXPECT_EQ(h.await(here.watch.lift(admin, h.site, "autre")).error().code, domain::errc::not_found);
    ASSERT_TRUE(h.await(here.watch.lift(admin, h.site, "arnaque")));
    EXPECT_FALSE(throttled());
    EXPECT_EQ(h.submit("a1", "libre", "Un gain")->status, domain::comment_status::held);
    send(30, "Un gain");
    beat();
    EXPECT_FALSE(throttled()) << "a person's word stands";
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.audit WHERE action = 'rule.lifted'"), "1");
}

TEST_F(RuleWatch, PeoplesLastWordMakesThePrecision) {
    h.use_rules(rules_of("gain", "  - id: essai\n    mode: shadow\n    when: {words: [affaire]}\n"
                                 "    then: {action: reject}\n"));
    send(4, "Un gain, une affaire");
    const auto decide = [&](int number, const std::string& action, const std::string& decider) {
        h.exec(
            "INSERT INTO greffe.decision (site_id, decision_id, comment_id, revision, action, reason, "
            "decider, "
            "decided_at, status_before, status_after, case_before, seq) SELECT site_id, gen_random_uuid(), "
            "comment_id, 1, '" +
            action + "', 'ok', '" + decider +
            "', clock_timestamp(), 'held', 'published', "
            "'open', 1 FROM greffe.comment WHERE external_id = 'c" +
            std::to_string(number) + "'");
    };
    const auto person = admin.key.to_string();
    decide(1, "reject", person);
    decide(2, "approve", person);
    decide(2, "reject", person);
    decide(3, "approve", person);
    decide(4, "approve", domain::system_key.to_string());
    const auto live = stat(0);
    EXPECT_EQ(live.total, (service::hit_tally{.hits = 4, .upheld = 2, .overturned = 1}))
        << "the system is nobody";
    EXPECT_EQ(live.days.back(), live.total) << "today is the last of the days";
    const auto shadow = stat(1);
    EXPECT_FALSE(shadow.live);
    EXPECT_EQ(shadow.total, live.total);
    EXPECT_FALSE(live.never_upheld);
    beat();
    EXPECT_EQ(h.await(here.watch.stats(h.site, 1)).value().texts.back(), 4);
    EXPECT_EQ(h.await(here.watch.stats(h.site, 91)).error().field, "days");
}

TEST_F(RuleWatch, ARulesCostIsMeasuredOnceInATurn) {
    h.use_rules(rules_of("gain"));
    h.exec("UPDATE greffe.ruleset SET source = '" + rules_of("gain") + "'");
    send(3, "Un gain");
    beat();
    EXPECT_FALSE(stat().nanoseconds);
    store::ruleset_store_pg rulesets(h.pool);
    boost::asio::thread_pool workers(1);
    service::cost_rules costs(here.store, rulesets, h.settings, workers.get_executor());
    h.await(costs.beat());
    workers.join();
    ASSERT_TRUE(stat().nanoseconds);
    EXPECT_GT(*stat().nanoseconds, 0);
    EXPECT_EQ(h.value("SELECT texts FROM greffe.rule_cost"), "3");
    EXPECT_THAT(h.await(here.store.take_turns(std::chrono::hours{1})), IsEmpty()) << "it was just measured";
}

} // namespace
} // namespace greffe::test
