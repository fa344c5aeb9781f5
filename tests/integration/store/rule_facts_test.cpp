// What rules ask of other comments: counted once, whoever counts, and gone with the text.
#include "server/store/chore_store_pg.hpp"
#include "server/store/ingest_transaction.hpp"
#include "tests/integration/store/rule_facts.hpp"
#include "tests/support/executed_statements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace greffe::test {
namespace {

using asked = domain::result<service::submit_answer>;

/// Executed statements that have to do with what comments are counted by.
int of_facts(const executed_statements& all) {
    int sum = 0;
    for (const auto* name : {"lock_marks", "make_mark_secrets", "begin_counting", "select_marks",
                             "insert_marks", "delete_marks_of_texts", "insert_author_comments"})
        sum += all.count(name);
    return sum;
}

/// Another server of the same registry.
struct second_server {
    explicit second_server(ingest_harness& h)
        : store(h.url,
                [&h](auto items, const auto& known) { return service::judge_batch(items, known, h.env); }),
          comments(store, h.rulesets, h.settings, h.env) {}
    store::ingest_store_pg store;
    service::ingest_comments comments;
};

constexpr const char* paraphrases[] = {
    "Action Biocorp objectif trente euros avant vendredi, achetez maintenant, laboratoire rachat imminent !",
    "Achetez maintenant Biocorp : rachat imminent du laboratoire, objectif trente euros avant vendredi, "
    "action sûre",
    "Avant vendredi, objectif trente euros ! Rachat imminent du laboratoire Biocorp, achetez l'action "
    "maintenant.",
    "Objectif : trente euros avant vendredi. Action Biocorp, laboratoire, rachat imminent… ACHETEZ "
    "MAINTENANT",
    "Le laboratoire Biocorp, rachat imminent, action à trente euros objectif avant vendredi, achetez "
    "maintenant",
    "Maintenant achetez, avant vendredi : action Biocorp, objectif trente euros, rachat imminent laboratoire",
    "Rachat imminent ! Biocorp laboratoire, action objectif trente euros, achetez maintenant avant vendredi "
    "svp",
    "Trente euros, objectif avant vendredi, action Biocorp : achetez maintenant, rachat du laboratoire "
    "imminent",
    "Imminent rachat du laboratoire Biocorp, achetez maintenant l'action, objectif trente euros avant "
    "vendredi",
    "Achetez l'action Biocorp maintenant, laboratoire, rachat imminent, objectif avant vendredi trente euros",
    "Vendredi avant tout : objectif trente euros, Biocorp action, laboratoire, rachat imminent, achetez "
    "maintenant",
    "Action : Biocorp. Objectif : trente euros. Avant vendredi. Laboratoire, rachat imminent. Achetez "
    "maintenant",
};

constexpr auto campaign_rules =
    "ruleset: essai\nrules:\n"
    "  - id: campagne\n    mode: shadow\n"
    "    when: {duplicate: {kind: near, across: tag, tags: 'isin:*', over: 10, authors_over: 11, "
    "within: 10m}}\n    then: {action: hold}\n"
    "  - id: afflux\n    mode: shadow\n"
    "    when: {rate: {by: tag, tags: 'isin:*', over: 11, within: 10m}}\n    then: {action: hold}\n";

TEST_F(RuleFacts, TwelveAccountsUnderNineArticlesAreOneClusterInWhateverOrderTheServersTakeThemIn) {
    second_server second(h), third(h);
    auto& threads = h.threads_for_test(4);
    h.use_rules(campaign_rules);
    for (unsigned round = 1; round <= 4; ++round) {
        SCOPED_TRACE("round " + std::to_string(round));
        const auto prefix = "r" + std::to_string(round) + "-";
        domain::article_content content;
        content.title = "Biocorp";
        content.tags = {"isin:FR000000000" + std::to_string(round)};
        for (int i = 1; i <= 9; ++i)
            h.await(h.articles.upsert(h.site, prefix + std::to_string(i), content)).value();
        std::vector<int> order(12);
        std::iota(order.begin(), order.end(), 0);
        std::mt19937 random(round);
        std::ranges::shuffle(order, random);
        std::vector<std::future<asked>> answers;
        for (const int i : order) {
            service::ingest_comments* servers[] = {&h.comments, &second.comments, &third.comments};
            answers.push_back(boost::asio::co_spawn(
                threads,
                servers[random() % 3]->submit(
                    h.site, prefix + std::to_string(i % 9 + 1),
                    by("compte" + std::to_string(i), prefix + "c" + std::to_string(i), paraphrases[i])),
                boost::asio::use_future));
        }
        for (auto& answer : answers) ASSERT_TRUE(answer.get());
        EXPECT_EQ(h.row("SELECT coalesce(string_agg(n || ' ' || rule, ', ' ORDER BY rule), ''), "
                        "coalesce(max(comments), 0) FROM (SELECT count(*) AS n, rule, "
                        "count(DISTINCT comment_id) AS comments FROM greffe.flag GROUP BY rule) AS hits"),
                  (std::vector<std::string>{"1 afflux, 1 campagne", "1"}))
            << "whoever came last, and only they, saw the eleven others";
        EXPECT_EQ(h.value("SELECT count(DISTINCT comment_id) FROM greffe.flag"), "1");
        h.exec(
            "DELETE FROM greffe.flag; DELETE FROM personal.comment_key; DELETE FROM personal.comment_mark");
    }
}

TEST_F(RuleFacts, ARateCountsThisOneAndThoseBeforeIt) {
    h.use_rules(holding("{rate: {by: author, over: 2, within: 10m}}"));
    for (const auto* id : {"c1", "c2", "c3", "c4"}) h.submit("a1", by("Odile", id, "Bonjour"));
    h.submit("a1", by("Paul", "d1", "Bonjour"));
    EXPECT_EQ(hit(), "c3 c4");
    h.exec("UPDATE personal.comment_key SET received_at = received_at - interval '11 minutes'");
    h.submit("a1", by("Odile", "c5", "Bonjour"));
    EXPECT_EQ(hit(), "c3 c4") << "the window moved on";
}

TEST_F(RuleFacts, ItemsOfOneBatchSeeThoseBeforeThem) {
    h.use_rules(holding("{any: [{rate: {by: author, over: 5, within: 10m}}]}"));
    auto& threads = h.threads_for_test(2);
    std::vector<std::future<asked>> answers;
    for (int i = 0; i < 24; ++i)
        answers.push_back(boost::asio::co_spawn(
            threads, h.comments.submit(h.site, "a1", by("Odile", "c" + std::to_string(i), "Bonjour")),
            boost::asio::use_future));
    for (auto& answer : answers) ASSERT_TRUE(answer.get());
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.flag"), "19") << "all but the first five";
}

TEST_F(RuleFacts, EveryKindOfKeyIsCounted) {
    h.article("a2");
    const std::vector<std::pair<std::string, std::string>> kinds{{"address", "Un avis"},
                                                                 {"article", "Un avis"},
                                                                 {"tag", "Un avis"},
                                                                 {"link_host", "Voir https://gain.example/x"},
                                                                 {"phone", "Appelez le 06 12 34 56 78"}};
    int version = 0;
    for (const auto& [kind, body] : kinds) {
        h.exec("DELETE FROM personal.comment_key");
        h.use_rules(holding("{rate: {by: " + kind + ", over: 1, within: 1h}}"), ++version);
        for (const std::string id : {"-1", "-2"}) {
            auto comment = by("Auteur" + kind + id, kind + id, body);
            comment.address = "192.0.2.1";
            ASSERT_TRUE(h.submit("a1", comment));
        }
        ASSERT_TRUE(h.submit("a2", by("Seul", kind + "-3", "Sans rien")));
    }
    EXPECT_EQ(hit(), "address-2 article-2 link_host-2 phone-2 tag-2 tag-3");
}

TEST_F(RuleFacts, AnExactDuplicateIsFoundWhateverItsCaseAndAnOwnRevisionIsNone) {
    h.use_rules(holding("{duplicate: {within: 1h}}"));
    h.submit("a1", by("Odile", "c1", "Quelle belle journée !"));
    h.submit("a1", by("Paul", "c2", "QUELLE belle journee"));
    h.submit("a1", by("Paul", "c3", "Une autre idée"));
    EXPECT_EQ(hit(), "c2");
    ASSERT_TRUE(
        h.edit("c3", {.body = "Une autre idée !", .name = {}, .edited_at = {}, .source_version = {}}));
    EXPECT_EQ(hit(), "c2") << "only its own first text says the same";
    ASSERT_TRUE(
        h.edit("c3", {.body = "Quelle belle journée", .name = {}, .edited_at = {}, .source_version = {}}));
    EXPECT_EQ(hit(), "c2 c3") << "an edit is compared as a comment is";
}

TEST_F(RuleFacts, WhatWasMadeOfATextGoesWithIt) {
    h.use_rules(
        holding("{any: [{duplicate: {kind: near, within: 1h}}, {rate: {by: author, over: 9, within: 1h}}]}"));
    h.submit("a1", by("Odile", "c1", paraphrases[0]));
    EXPECT_EQ(h.value("SELECT count(*) FROM personal.comment_key WHERE of_text"), "17");
    h.edit("c1", {.body = "Pardon.", .name = {}, .edited_at = {}, .source_version = {}});
    EXPECT_EQ(h.value("SELECT count(*) FROM personal.comment_key WHERE of_text"), "1");
    h.remove("c1");
    EXPECT_EQ(h.value("SELECT count(*) FROM personal.comment_key WHERE of_text"), "0");
    EXPECT_EQ(count("comment_key"), "1") << "that somebody wrote still counts";
    EXPECT_EQ(h.value("SELECT signature IS NULL FROM personal.comment_mark"), "t");
    h.submit("a1", by("Paul", "c2", "Pardon."));
    EXPECT_EQ(hit(), "");
}

TEST_F(RuleFacts, NoKeyTellsWhatItWasMadeOf) {
    h.use_rules(holding("{duplicate: {within: 1h}}"));
    const auto there = h.make_site("ailleurs");
    domain::article_content content;
    content.title = "Un titre";
    h.await(h.articles.upsert(there, "a1", content)).value();
    h.rulesets.replace(there, h.rulesets.of(h.site));
    h.submit("a1", "c1", "Le même texte");
    ASSERT_TRUE(h.await(h.comments.submit(there, "a1", a_comment("c1", "Le même texte"))));
    EXPECT_EQ(hit(), "") << "another site's comments are nobody's duplicates";
    EXPECT_EQ(h.value("SELECT count(DISTINCT key) FROM personal.comment_key"), "2")
        << "each site has a secret of its own";
}

TEST_F(RuleFacts, ASiteWhoseRulesAskForNothingPaysNothing) {
    h.use_rules(holding("{any: [{words: [bonjour]}, {author: {known: false}}, {article: {age_below: 2h}}, "
                        "{time: {days: [mon]}}]}"));
    const executed_statements all;
    h.submit("a1", "c1", "Bonjour https://gain.example 06 12 34 56 78");
    ASSERT_TRUE(h.edit("c1", {.body = "Bonsoir.", .name = {}, .edited_at = {}, .source_version = {}}));
    h.remove("c1");
    EXPECT_EQ(of_facts(all), 0);
    EXPECT_GT(all.count("insert_comments"), 0) << "it is seen what is executed";
    for (const auto* table : {"personal.comment_key", "personal.comment_mark", "personal.mark_secret",
                              "greffe.author_comment", "greffe.counting"})
        EXPECT_EQ(h.value(std::string("SELECT count(*) FROM ") + table), "0") << table;
}

TEST_F(RuleFacts, AllThatABatchAsksIsOneRoundTrip) {
    h.use_rules(
        "ruleset: essai\nrules:\n"
        "  - id: un\n    mode: shadow\n    then: {action: hold}\n"
        "    when: {any: [{rate: {by: author, over: 9, within: 1h}}, {rate: {by: tag, over: 9, within: "
        "2h}}, {duplicate: {within: 1h}}, {duplicate: {kind: near, across: article, within: 3h}}, "
        "{author: {age_below: 2d, rejected_over: 50}}]}\n");
    h.submit("a1", by("Odile", "c0", "Bonjour"));
    std::vector<service::ports::ingest_item> items;
    std::vector<const service::ports::ingest_item*> batch;
    for (int i = 1; i <= 40; ++i) {
        auto& item = items.emplace_back();
        item.site = h.site;
        item.external_id = "c" + std::to_string(i);
        item.screened.by = h.rulesets.of(h.site);
        const auto comment = by("Auteur " + std::to_string(i), item.external_id, paraphrases[i % 12]);
        item.screened.scan = item.screened.by->rules->scan({comment.body, {}});
        item.screened.made = rules::fingerprint_of(item.screened.by->rules->needs(), comment.body);
        item.asks = service::ports::submission{"a1", comment, {}};
    }
    for (const auto& item : items) batch.push_back(&item);
    store::dedicated_connection connection(h.url);
    const executed_statements all;
    for (const auto& outcome : store::write_batch(connection, batch, [&](auto some, const auto& known) {
             return service::judge_batch(some, known, h.env);
         }))
        ASSERT_TRUE(outcome);
    EXPECT_EQ(all.count("select_marks"), 1);
    EXPECT_EQ(of_facts(all), 3) << "the locks, the answers, what the batch leaves behind";
}

TEST_F(RuleFacts, ARuleThatIsPushedLaterKnowsWhatItHasNotSeenAsUnknown) {
    h.submit("a1", by("Odile", "avant", "Bonjour"));
    const std::string rules =
        "ruleset: essai\nrules:\n"
        "  - {id: seul, mode: shadow, when: {not: {rate: {by: author, over: 1, within: 10m}}}, "
        "then: {action: hold}}\n"
        "  - {id: inedit, mode: shadow, when: {not: {duplicate: {within: 10m}}}, then: {action: hold}}\n"
        "  - {id: bavard, mode: shadow, when: {rate: {by: author, over: 1, within: 10m}}, then: {action: "
        "hold}}\n";
    h.use_rules(rules);
    h.submit("a1", by("Odile", "c1", "Bonjour"));
    EXPECT_EQ(hit(), "") << "nobody knows who wrote what in the ten minutes before";
    h.submit("a1", by("Odile", "c2", "Bonsoir"));
    EXPECT_EQ(hit(), "c2") << "at least two: that much is certain";
    h.exec("UPDATE greffe.counting SET since = since - interval '11 minutes'");
    h.submit("a1", by("Paul", "c3", "Une autre idée"));
    EXPECT_EQ(hit(), "c2 c3") << "the window is full: c3 is its author's only one, and says something new";
    h.use_rules(rules, 2);
    h.submit("a1", by("Jeanne", "c4", "Encore une idée"));
    EXPECT_EQ(hit(), "c2 c3 c4") << "the next ruleset goes on counting";
}

TEST_F(RuleFacts, WhatOneRulesetDidNotAskForBeginsAnew) {
    const auto rate = holding("{rate: {by: author, over: 9, within: 1h}}");
    const auto since = [&] { return h.value("SELECT count(*) FROM greffe.counting"); };
    h.use_rules(rate, 1);
    h.submit("a1", "c1", "Bonjour");
    EXPECT_EQ(since(), "1");
    h.use_rules(holding("{words: [bonjour]}"), 2);
    h.submit("a1", "c2", "Bonjour");
    h.use_rules(rate, 3);
    EXPECT_EQ(since(), "0") << "what came in between was not counted";
    h.submit("a1", "c3", "Bonjour");
    EXPECT_EQ(since(), "1");
    h.use_rules(holding("{rate: {by: author, over: 5, within: 2h}}"), 4);
    EXPECT_EQ(since(), "1");
    h.submit("a1", "c4", "Bonjour");
    EXPECT_EQ(h.value("SELECT asked FROM greffe.counting"), "t");
}

TEST_F(RuleFacts, HistoryIsNeverCounted) {
    h.use_rules(holding("{rate: {by: author, over: 1, within: 1h}}"));
    auto old = by("Odile", "ancien", "Bonjour");
    old.screen = domain::screening::history;
    ASSERT_TRUE(h.submit("a1", old));
    EXPECT_EQ(count("comment_key"), "0");
    h.submit("a1", by("Odile", "c1", "Bonjour"));
    EXPECT_EQ(hit(), "");
}

TEST_F(RuleFacts, WhatIsKnownOfTheArticleAndOfTheSitesClockIsToldToo) {
    h.env.now = [] { return domain::parse_rfc3339("2024-07-03T22:15:00Z").value(); };
    domain::article_content content;
    content.title = "La bourse";
    content.section = "bourse";
    content.tags = {"isin:FR0000000017"};
    content.published_at = domain::parse_rfc3339("2024-07-03T20:15:00Z");
    h.await(h.articles.upsert(h.site, "a2", content)).value();
    h.use_rules(holding("{all: [{article: {sections: [bou*], tags: ['isin:*'], kind: article, age_over: 1h, "
                        "age_below: 3h}}, {time: {between: ['00:00', '01:00'], days: [thu]}}, "
                        "{text: bourse, in: title}]}"));
    h.submit("a1", "c1", "Bonjour");
    h.submit("a2", "c2", "Bonjour");
    EXPECT_EQ(hit(), "c2") << "in Paris it is Thursday, a quarter past midnight";
}

TEST_F(RuleFacts, MarksAreClearedAwayByAge) {
    h.use_rules(holding("{duplicate: {within: 1h}}"));
    for (int i = 0; i < 5; ++i)
        h.submit("a1", by("Odile", "c" + std::to_string(i), "Texte numéro " + std::to_string(i)));
    h.exec("UPDATE personal.comment_mark SET received_at = received_at - interval '32 days' "
           "WHERE comment_id IN (SELECT comment_id FROM greffe.comment WHERE external_id <> 'c4')");
    store::chore_store_pg chores(h.pool);
    using namespace std::chrono_literals;
    using namespace service::ports;
    const duty prune{.what = chore::prune_marks, .every = 3600s, .keep = 31 * 24h, .batch = 3};
    EXPECT_EQ(h.await(chores.work(prune)), chore_outcome::part);
    EXPECT_EQ(h.await(chores.work(prune)), chore_outcome::whole);
    EXPECT_EQ(count("comment_mark"), "1");
    EXPECT_EQ(count("comment_key"), "1");
}

} // namespace
} // namespace greffe::test
