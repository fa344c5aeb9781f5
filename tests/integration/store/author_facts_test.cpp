// What rules ask of an author: what became of their comments so far, and unknown while that is not listed.
#include "server/store/chore_store_pg.hpp"
#include "tests/integration/store/rule_facts.hpp"

namespace greffe::test {
namespace {

struct AuthorFacts : RuleFacts {};

TEST_F(AuthorFacts, AnAuthorIsKnownByWhatBecameOfTheirComments) {
    h.use_rules(holding("{author: {known: true, age_below: 1h, published_over: 1, rejected_over: 30}}"));
    h.submit("a1", "c0", "Bonjour");
    h.exec("UPDATE greffe.counting SET whole = true");
    for (const auto* id : {"c1", "c2", "c3"}) h.submit("a1", by("Odile", id, "Bonjour"));
    h.exec("UPDATE greffe.comment SET status = 'rejected', public_revision = NULL WHERE external_id = 'c1'");
    h.exec("UPDATE greffe.thread SET published_count = published_count - 1");
    h.submit("a1", by("Paul", "d1", "Bonjour"));
    h.submit("a1", by("Odile", "c4", "Bonjour"));
    EXPECT_EQ(hit(), "c4") << "two published, one rejected";
    ASSERT_TRUE(h.edit("c2", {.body = "Bonsoir", .name = "Paul", .edited_at = {}, .source_version = {}}));
    EXPECT_EQ(hit(), "c2 c4") << "who is renamed is still the same; the one in question is left out";
    h.exec("UPDATE greffe.author SET created_at = created_at - interval '2 hours'");
    h.submit("a1", by("Odile", "c5", "Bonjour"));
    EXPECT_EQ(hit(), "c2 c4") << "no longer new";
}

TEST_F(AuthorFacts, WhatBecameOfEarlierCommentsIsUnknownUntilTheyAreListed) {
    using namespace std::chrono_literals;
    using namespace service::ports;
    const duty list{.what = chore::list_author_comments, .every = 0s, .keep = 60s, .batch = 3};
    store::chore_store_pg chores(h.pool);
    for (int i = 0; i < 7; ++i) h.submit("a1", by("Odile", "c" + std::to_string(i), "Bonjour"));
    h.use_rules(holding("{author: {known: true, published_below: 3}}"));
    h.submit("a1", by("Odile", "d1", "Bonjour"));
    EXPECT_EQ(hit(), "") << "Odile may have none, or many";
    h.submit("a1", by("Paul", "d2", "Bonjour"));
    EXPECT_EQ(hit(), "d2") << "who was never seen has none";
    auto old = by("Paul", "ancien", "Bonjour");
    old.screen = domain::screening::history;
    ASSERT_TRUE(h.submit("a1", old));
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.author_comment"), "3") << "new ones at once, history too";

    EXPECT_EQ(h.await(chores.work(list)), chore_outcome::whole) << "the last minute is left to the servers";
    EXPECT_EQ(h.value("SELECT whole FROM greffe.counting"), "f");
    // Two minutes later, as the ids tell the time: seen from a clock that is ahead.
    const duty later{.what = chore::list_author_comments, .every = 0s, .keep = -120s, .batch = 3};
    h.exec("UPDATE greffe.counting SET since = since - interval '10 minutes'");
    int parts = 0;
    while (h.await(chores.work(later)) == chore_outcome::part) ++parts;
    EXPECT_EQ(parts, 3);
    EXPECT_EQ(h.value("SELECT whole FROM greffe.counting"), "t");
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.author_comment"), "10");
    h.submit("a1", by("Odile", "d3", "Bonjour"));
    EXPECT_EQ(hit(), "d2") << "eight are published";
    h.submit("a1", by("Paul", "d4", "Bonjour"));
    EXPECT_EQ(hit(), "d2 d4");

    for (const int version : {2, 3}) h.use_rules(holding("{words: [rien]}"), version);
    parts = 0;
    while (h.await(chores.work(later)) == chore_outcome::part) ++parts;
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.author_comment"), "0") << "nobody asks any more";
}

TEST_F(AuthorFacts, NobodyIsAnAuthorWhoIsNotKnown) {
    h.use_rules(holding("{author: {known: false}}"));
    h.submit("a1", by("Odile", "c1", "Bonjour"));
    auto nameless = a_comment("c2", "Bonjour");
    nameless.author = {};
    h.submit("a1", nameless);
    EXPECT_EQ(hit(), "c2");
}

} // namespace
} // namespace greffe::test
