// What is promised of submissions, edits and deletions, on a real database.
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::errc;
using service::submit_effect;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr auto screening_rules = R"(
ruleset: essai
rules:
  - id: retenir
    for: comment
    mode: live
    when: {text: 'retenir'}
    then: {action: hold, score: 50}
    examples: {match: [{text: "à retenir"}], pass: [{text: "bonjour"}]}
  - id: signaler
    for: comment
    mode: live
    when: {text: 'signaler'}
    then: {action: flag, score: 20}
    examples: {match: [{text: "à signaler"}], pass: [{text: "bonjour"}]}
  - id: refuser
    for: comment
    mode: live
    when: {text: 'refuser'}
    then: {action: reject, score: 100}
    examples: {match: [{text: "à refuser"}], pass: [{text: "bonjour"}]}
  - id: forum
    for: comment
    mode: live
    scope: {sections: [forum]}
    when: {text: 'action'}
    then: {action: hold, score: 50}
    examples: {match: [{text: "une action", section: forum}], pass: [{text: "bonjour", section: forum}]}
)";

struct ingest : testing::Test {
    ingest_harness h;
    void SetUp() override { h.article("a1"); }
    void TearDown() override { EXPECT_THAT(broken_promises(h.url), IsEmpty()); }

    std::string status_of(const std::string& external_id) {
        return h.value("SELECT status FROM greffe.comment WHERE external_id = '" + external_id + "'");
    }
    std::vector<std::string> case_of(const std::string& external_id) {
        return h.row(
            "SELECT k.state, k.cause, k.version FROM greffe.comment c LEFT JOIN greffe.review_case k USING "
            "(site_id, comment_id) WHERE c.external_id = '" +
            external_id + "'");
    }
    std::string stored() {
        return h.value("SELECT (SELECT count(*) FROM greffe.comment) || '/' || (SELECT count(*) FROM "
                       "greffe.revision) || '/' "
                       "|| (SELECT count(*) FROM greffe.event WHERE comment_id IS NOT NULL) || '/' || "
                       "(SELECT count(*) FROM greffe.author)");
    }
};

TEST_F(ingest, a_comment_is_stored_with_its_revision_event_salts_and_author) {
    auto comment = a_comment("c1", "Bonjour à tous,\nbelle journée.");
    comment.address = "192.0.2.7";
    const auto answer = h.submit("a1", comment).value();
    EXPECT_EQ(answer.effect, submit_effect::created);
    EXPECT_EQ(answer.status, comment_status::published);
    EXPECT_EQ(answer.verdict->action, "publish");
    EXPECT_EQ(stored(), "1/1/1/1");
    EXPECT_EQ(h.value("SELECT body FROM greffe.revision"), comment.body);
    EXPECT_EQ(h.value("SELECT address FROM personal.comment_address"), "192.0.2.7");
    EXPECT_EQ(h.value("SELECT position('Bonjour' in convert_from(leaf, 'UTF8')) + position('192.0.2' in "
                      "convert_from(leaf, 'UTF8')) + position('Margaux' in convert_from(leaf, 'UTF8')) FROM "
                      "greffe.event WHERE kind = 'submitted'"),
              "0")
        << "no text and no personal data enters a leaf";
}

TEST_F(ingest, the_same_again_is_unchanged_and_another_body_is_refused) {
    const auto first = h.submit("a1", "c1", "Bonjour").value();
    const auto again = h.submit("a1", "c1", "Bonjour").value();
    EXPECT_EQ(again.effect, submit_effect::unchanged);
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(h.submit("a1", "c1", "Bonsoir").error().code, errc::already_exists);
    h.article("a2");
    EXPECT_EQ(h.submit("a2", "c1", "Bonjour").error().code, errc::already_exists);
    EXPECT_EQ(stored(), "1/1/1/1");
}

TEST_F(ingest, unknown_article_and_parent_are_retryable_and_store_nothing) {
    EXPECT_EQ(h.submit("nowhere", "c1", "Bonjour").error().code, errc::unknown_article);
    auto orphan = a_comment("c2", "Bonjour");
    orphan.parent_external_id = "c1";
    EXPECT_EQ(h.submit("a1", orphan).error().code, errc::unknown_parent);
    EXPECT_EQ(stored(), "0/0/0/0");

    ASSERT_TRUE(h.submit("a1", "c1", "Bonjour"));
    EXPECT_EQ(h.submit("a1", orphan).value().effect, submit_effect::created);
    h.article("a2");
    auto stray = a_comment("c3", "Bonjour");
    stray.parent_external_id = "c1";
    EXPECT_EQ(h.submit("a2", stray).error().code, errc::parent_in_other_article);
}

TEST_F(ingest, a_newer_edit_is_a_revision_and_an_older_one_is_superseded) {
    ASSERT_TRUE(h.submit("a1", "c1", "un"));
    EXPECT_EQ(h.edit("c1", {"deux", {}, {}, 2}).value().revision, 2);
    EXPECT_EQ(h.edit("c1", {"trois", {}, {}, 3}).value().effect, submit_effect::revised);
    EXPECT_EQ(h.edit("c1", {"deux", {}, {}, 2}).value().effect, submit_effect::superseded);
    EXPECT_EQ(h.edit("c1", {"trois", {}, {}, 3}).value().effect, submit_effect::unchanged);
    EXPECT_EQ(h.submit("a1", "c1", "un").value().effect, submit_effect::superseded)
        << "a late retry never undoes an edit";
    EXPECT_THAT(
        h.row("SELECT c.revision, c.public_revision, r.body FROM greffe.comment c JOIN greffe.revision r "
              "USING (site_id, comment_id, revision)"),
        ElementsAre("3", "3", "trois"));
    EXPECT_EQ(h.edit("c9", {"rien", {}, {}, {}}).error().code, errc::not_found);
}

TEST_F(ingest, edits_are_ordered_by_their_time_when_they_have_no_version) {
    const auto at = [](const char* text) { return domain::parse_rfc3339(text); };
    ASSERT_TRUE(h.submit("a1", "c1", "un"));
    EXPECT_EQ(h.edit("c1", {"trois", {}, at("2024-04-09T12:00:00Z"), {}}).value().effect,
              submit_effect::revised);
    EXPECT_EQ(h.edit("c1", {"deux", {}, at("2024-04-09T11:00:00Z"), {}}).value().effect,
              submit_effect::superseded);
    EXPECT_EQ(h.edit("c1", {"quatre", {}, {}, {}}).value().effect, submit_effect::revised);
}

TEST_F(ingest, a_post_with_a_newer_source_version_is_a_revision) {
    auto comment = a_comment("c1", "un");
    comment.source_version = 1;
    ASSERT_TRUE(h.submit("a1", comment));
    auto next = comment;
    next.body = "deux";
    next.source_version = 2;
    EXPECT_EQ(h.submit("a1", next).value().effect, submit_effect::revised);
    EXPECT_EQ(h.submit("a1", comment).value().effect, submit_effect::superseded);
}

TEST_F(ingest, rules_hold_flag_and_reject_with_the_facts_of_the_article) {
    h.use_rules(screening_rules, 7);
    EXPECT_EQ(h.submit("a1", "held", "à retenir").value().status, comment_status::held);
    EXPECT_EQ(h.submit("a1", "flagged", "à signaler").value().status, comment_status::published);
    const auto rejected = h.submit("a1", "rejected", "à refuser").value();
    EXPECT_EQ(rejected.status, comment_status::rejected);
    EXPECT_THAT(rejected.verdict->rules, ElementsAre("refuser"));
    EXPECT_EQ(rejected.verdict->ruleset_version, 7);
    EXPECT_THAT(case_of("held"), ElementsAre("open", "hold", "1"));
    EXPECT_THAT(case_of("flagged"), ElementsAre("open", "flag", "1"));
    EXPECT_THAT(case_of("rejected"), ElementsAre("NULL", "NULL", "NULL"));
    EXPECT_EQ(h.value("SELECT string_agg(rule || ':' || action, ' ' ORDER BY rule) FROM greffe.flag"),
              "refuser:reject retenir:hold signaler:flag");

    EXPECT_EQ(h.submit("a1", "here", "une action").value().status, comment_status::published);
    h.article("a2", "forum");
    EXPECT_EQ(h.submit("a2", "there", "une action").value().status, comment_status::held);
}

TEST_F(ingest, a_ruleset_that_cannot_run_holds) {
    h.rulesets.replace(h.site,
                       std::make_shared<service::active_ruleset>(service::active_ruleset{3, nullptr}));
    const auto answer = h.submit("a1", "c1", "Bonjour").value();
    EXPECT_EQ(answer.status, comment_status::held);
    EXPECT_EQ(answer.verdict->reason, "undecided");
}

TEST_F(ingest, an_edit_never_softens_and_reopens_the_case) {
    h.use_rules(screening_rules);
    ASSERT_TRUE(h.submit("a1", "held", "à retenir"));
    ASSERT_TRUE(h.submit("a1", "rejected", "à refuser"));
    EXPECT_EQ(h.edit("held", {"bonjour", {}, {}, {}}).value().status, comment_status::held);
    EXPECT_THAT(case_of("held"), ElementsAre("open", "hold", "2"));
    EXPECT_EQ(h.edit("rejected", {"bonjour", {}, {}, {}}).value().status, comment_status::rejected);
    EXPECT_THAT(case_of("rejected"), ElementsAre("open", "edit", "1"));
    EXPECT_EQ(h.edit("held", {"à refuser", {}, {}, {}}).value().status, comment_status::rejected);
}

TEST_F(ingest, while_an_edit_is_held_the_public_sees_the_last_approved_revision) {
    h.use_rules(screening_rules);
    ASSERT_TRUE(h.submit("a1", "c1", "bonjour"));
    EXPECT_EQ(h.edit("c1", {"à retenir", {}, {}, {}}).value().status, comment_status::held);
    EXPECT_EQ(h.edit("c1", {"encore à retenir", {}, {}, {}}).value().revision, 3);
    const auto thread = h.await(h.threads.thread(h.site, "a1", {})).value();
    ASSERT_EQ(thread.comments.size(), 1u);
    EXPECT_EQ(thread.comments[0].body, "bonjour");
    EXPECT_FALSE(thread.comments[0].edited);
    EXPECT_EQ(h.edit("c1", {"à refuser", {}, {}, {}}).value().status, comment_status::rejected);
    EXPECT_THAT(h.await(h.threads.thread(h.site, "a1", {})).value().comments, IsEmpty());
}

TEST_F(ingest, a_deletion_makes_the_case_moot_and_is_done_once) {
    h.use_rules(screening_rules);
    ASSERT_TRUE(h.submit("a1", "c1", "à retenir"));
    const auto removed = h.remove("c1").value();
    EXPECT_EQ(removed.effect, submit_effect::deleted);
    EXPECT_EQ(removed.status, comment_status::deleted);
    EXPECT_THAT(case_of("c1"), ElementsAre("closed", "hold", "2"));
    EXPECT_EQ(h.remove("c1").value().effect, submit_effect::unchanged);
    EXPECT_EQ(h.edit("c1", {"autre", {}, {}, {}}).error().code, errc::invalid_transition);
    EXPECT_EQ(h.submit("a1", "c1", "à retenir").value().effect, submit_effect::unchanged);
    EXPECT_EQ(h.remove("c9").error().code, errc::not_found);
}

TEST_F(ingest, history_is_taken_as_observed) {
    h.use_rules(screening_rules);
    auto comment = a_comment("c1", "à retenir");
    comment.screen = domain::screening::history;
    comment.posted = domain::posted_time{.utc = *domain::parse_rfc3339("2024-04-09T10:52:00Z"),
                                         .precision = domain::time_precision::minute,
                                         .raw = "09 avril 12:52",
                                         .year_inferred = true,
                                         .candidate_years = {2024, 2025}};
    comment.author = {domain::author_presence::not_captured, {}, {}};
    const auto answer = h.submit("a1", comment).value();
    EXPECT_EQ(answer.status, comment_status::published);
    EXPECT_FALSE(answer.verdict);
    EXPECT_EQ(h.value("SELECT kind FROM greffe.event WHERE comment_id IS NOT NULL"), "observed");
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.review_case") +
                  h.value("SELECT count(*) FROM greffe.flag"),
              "00");
    const auto read = h.await(h.threads.comment(h.site, "c1")).value();
    EXPECT_EQ(read.posted, *comment.posted);
    EXPECT_EQ(read.author_presence, domain::author_presence::not_captured);

    auto rejected = a_comment("c2", "bonjour");
    rejected.screen = domain::screening::history;
    rejected.observed_status = comment_status::rejected;
    EXPECT_EQ(h.submit("a1", rejected).value().status, comment_status::rejected);
}

TEST_F(ingest, what_was_erased_is_gone) {
    ASSERT_TRUE(h.submit("a1", "c1", "Bonjour"));
    ASSERT_TRUE(h.remove("c1"));
    h.exec("UPDATE greffe.comment SET status = 'erased'");
    EXPECT_EQ(h.submit("a1", "c1", "Bonjour").error().code, errc::gone);
    EXPECT_EQ(h.edit("c1", {"Bonsoir", {}, {}, {}}).error().code, errc::gone);
    EXPECT_EQ(h.remove("c1").error().code, errc::gone);
}

TEST_F(ingest, a_closed_article_takes_no_live_comment) {
    h.exec("UPDATE greffe.article SET state = 'closed'");
    EXPECT_EQ(h.submit("a1", "c1", "Bonjour").error().code, errc::comments_closed);
}

TEST_F(ingest, bad_input_is_named_and_stores_nothing) {
    const auto field_of = [&](domain::new_comment comment) {
        const auto answer = h.submit("a1", std::move(comment));
        return answer ? std::string("taken") : answer.error().field;
    };
    EXPECT_EQ(field_of(a_comment("c1", "")), "body");
    EXPECT_EQ(field_of(a_comment("c1", std::string(1'000'000, 'a'))), "body");
    EXPECT_EQ(field_of(a_comment("", "Bonjour")), "external_id");
    auto future = a_comment("c1", "Bonjour");
    future.posted = domain::posted_time{
        .utc = *domain::parse_rfc3339("2999-01-01T00:00:00Z"), .raw = {}, .candidate_years = {}};
    EXPECT_EQ(field_of(future), "posted_at");
    EXPECT_EQ(h.submit(std::string("a1\0b", 4), a_comment("c1", "Bonjour")).error().field, "article");
    EXPECT_EQ(stored(), "0/0/0/0");
}

TEST_F(ingest, one_author_is_stored_once_and_the_unknown_are_never_pooled) {
    for (const auto* id : {"c1", "c2"}) {
        auto comment = a_comment(id, "Bonjour");
        comment.author = {domain::author_presence::identified, "u-17", "Margaux"};
        ASSERT_TRUE(h.submit("a1", comment));
        auto anonymous = a_comment(std::string(id) + "-anonyme", "Bonjour");
        anonymous.author = {};
        ASSERT_TRUE(h.submit("a1", anonymous));
    }
    EXPECT_EQ(h.value("SELECT count(*) FROM greffe.author"), "1");
    EXPECT_EQ(h.value("SELECT count(DISTINCT author_id) || '/' || count(author_id) FROM greffe.comment"),
              "1/2");
}

TEST_F(ingest, sites_do_not_see_each_other) {
    ASSERT_TRUE(h.submit("a1", "c1", "Bonjour"));
    const auto other = h.make_site("autre");
    EXPECT_EQ(h.await(h.comments.remove(other, "c1")).error().code, errc::not_found);
    EXPECT_EQ(h.await(h.comments.submit(other, "a1", a_comment("c1", "Bonjour"))).error().code,
              errc::unknown_article);
    domain::principal stranger;
    stranger.site = other;
    const auto id = h.await(h.threads.comment(h.site, "c1")).value().id;
    EXPECT_EQ(h.await(h.threads.comment(stranger, id)).error().code, errc::not_found);
    stranger.site = h.site;
    EXPECT_EQ(h.await(h.threads.comment(stranger, id)).value().external_id, "c1");
}

} // namespace
} // namespace greffe::test
