// Modes, limits and deletions on a real database: what a site's settings make of what comes in.
#include "server/service/change_settings.hpp"
#include "server/service/review_comments.hpp"
#include "server/store/review_store_pg.hpp"
#include "tests/integration/store/ingest_harness.hpp"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::errc;

class SiteModes : public testing::Test {
  protected:
    void SetUp() override { h.article("a1"); }
    void TearDown() override { EXPECT_THAT(broken_promises(h.url), testing::IsEmpty()); }

    void set(const std::string& asked) {
        auto changed = service::change_settings(*h.settings.of(h.site), boost::json::parse(asked).as_object(),
                                                domain::role::admin, h.env.now(), h.env);
        ASSERT_TRUE(changed) << changed.error().detail;
        h.settings.keep(h.site, std::make_shared<const domain::site_settings>(std::move(changed->after)));
    }
    comment_status submitted(const std::string& article, const std::string& external_id) {
        return h.submit(article, external_id, "Bonjour").value().status;
    }

    ingest_harness h;
    store::review_store_pg review_store{h.pool};
    service::review_comments review{review_store, h.rulesets, h.settings, h.env};
    domain::principal reader{
        .key = {h.env.new_id()}, .acting_as = domain::role::reporter, .site = h.site, .label = {}};
};

TEST_F(SiteModes, TheNarrowestIsInForce) {
    set(R"({"moderation":[{"scope":"site","mode":"pre"},{"scope":"article","target":"a2","mode":"post"},
                          {"scope":"section","target":"forum","mode":"closed"}]})");
    h.article("a2");
    h.article("a3", "forum");
    EXPECT_EQ(submitted("a1", "c1"), comment_status::held);
    EXPECT_EQ(submitted("a2", "c2"), comment_status::published);
    EXPECT_EQ(h.submit("a3", "c3", "Bonjour").error().code, errc::comments_closed);
    set(R"({"moderation":[{"scope":"tag","target":"isin:FR0000131104","mode":"post"}]})");
    EXPECT_EQ(submitted("a3", "c4"), comment_status::published) << "a tag before its section";
    auto known = a_comment("c5", "Bonjour");
    known.author = {domain::author_presence::identified, "u1", "Margaux"};
    set(R"({"moderation":[{"scope":"author","target":"u1","mode":"pre","deadline":"2h","at_deadline":"alert"}]})");
    EXPECT_EQ(h.submit("a2", known).value().status, comment_status::held);
    EXPECT_EQ(
        h.value("SELECT at_deadline || ' ' || round(extract(epoch FROM deadline - opened_at) / 3600) FROM "
                "greffe.review_case WHERE deadline IS NOT NULL"),
        "alert 2");
}

TEST_F(SiteModes, AMoveFromPreToPostChangesOnlyWhatComesAfter) {
    set(R"({"moderation":[{"scope":"site","mode":"pre"}]})");
    EXPECT_EQ(submitted("a1", "c1"), comment_status::held);
    set(R"({"moderation":[{"scope":"site","mode":null}]})");
    EXPECT_EQ(submitted("a1", "c2"), comment_status::published);
    EXPECT_EQ(h.value("SELECT status FROM greffe.comment WHERE external_id = 'c1'"), "held");
}

TEST_F(SiteModes, HistoryIsTakenUnderAnyMode) {
    set(R"({"moderation":[{"scope":"site","mode":"closed"}],"limits":{"body_characters":5}})");
    auto old = a_comment("c1", "Un ancien commentaire");
    old.screen = domain::screening::history;
    EXPECT_EQ(h.submit("a1", old).value().status, comment_status::published);
}

TEST_F(SiteModes, ABodyOverTheSitesLimitIsRefused) {
    set(R"({"limits":{"body_characters":7,"name_characters":4}})");
    auto comment = a_comment("c1", "Bonjour");
    EXPECT_EQ(h.submit("a1", comment).error().field, "author/name");
    comment.author.name = "Lise";
    EXPECT_TRUE(h.submit("a1", comment));
    EXPECT_EQ(h.edit("c1", {"Bonjour!", {}, {}, {}}).error().field, "body");
}

TEST_F(SiteModes, ADeletionSettlesItsReportsAsNeutral) {
    ASSERT_EQ(submitted("a1", "c1"), comment_status::published);
    ASSERT_EQ(submitted("a1", "c2"), comment_status::published);
    domain::new_report report;
    report.reason = "spam";
    const auto receipt = h.await(review.report(reader, h.site, "c1", report, std::nullopt)).value().receipt;
    const auto other = h.await(review.report(reader, h.site, "c2", report, std::nullopt)).value().receipt;
    ASSERT_TRUE(h.remove("c1"));
    EXPECT_EQ(h.await(review.receipt(reader, receipt)).value().outcome, domain::report_outcome::neutral);
    EXPECT_EQ(h.await(review.receipt(reader, other)).value().outcome, domain::report_outcome::pending);
    EXPECT_THAT(h.row("SELECT k.state, k.report_count FROM greffe.review_case k JOIN greffe.comment c USING "
                      "(site_id, comment_id) WHERE c.external_id = 'c1'"),
                testing::ElementsAre("closed", "0"));
}

} // namespace
} // namespace greffe::test
