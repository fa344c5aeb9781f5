#include "tests/integration/store/review_house.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::decision_action;
using domain::errc;

class ReviewDecide : public testing::Test {
  protected:
    domain::result<service::decision_answer> decide(const domain::principal& who, domain::comment_id id,
                                                    decision_action action, std::int64_t version) {
        return await(house.review.decide(who, id, decision_of(action, version), std::nullopt));
    }
    std::string of_comment(const std::string& column, domain::comment_id id) {
        return house.value("SELECT " + column + " FROM greffe.comment WHERE comment_id = $1::uuid",
                           {id.to_string()});
    }

    review_house house;
    tenant place = house.add_tenant("bourse");
    domain::principal anna = review_house::someone(domain::role::moderator);
    domain::principal bruno = review_house::someone(domain::role::moderator);
    domain::principal carla = review_house::someone(domain::role::supervisor);
};

TEST_F(ReviewDecide, TakesTheCommentWhereTheActionSaysAndTellsTheReports) {
    struct line {
        comment_status from;
        decision_action action;
        const char* status;
        const char* outcome;
        int published;
        const char* immune;
    };
    const line table[] = {
        {comment_status::published, decision_action::approve, "published", "not_upheld", 1, "1"},
        {comment_status::held, decision_action::approve, "published", "not_upheld", 1, "1"},
        {comment_status::rejected, decision_action::approve, "published", "not_upheld", 1, "1"},
        {comment_status::published, decision_action::reject, "rejected", "upheld", 0, ""},
        {comment_status::held, decision_action::reject, "rejected", "upheld", 0, ""},
        {comment_status::rejected, decision_action::reject, "rejected", "upheld", 0, ""},
        {comment_status::published, decision_action::dismiss, "published", "neutral", 1, ""},
        {comment_status::rejected, decision_action::dismiss, "rejected", "neutral", 0, ""},
    };
    int row = 0;
    for (const auto& [from, action, status, outcome, published, immune] : table) {
        const auto where = house.add_tenant("site-" + std::to_string(row++));
        const auto id = house.add_comment(where, "c", from);
        ASSERT_TRUE(await(house.review.report(anna, where.site, "c", report_of("spam"), std::nullopt)));
        const std::int64_t version = from == comment_status::held ? 2 : 1;
        const auto decided = decide(anna, id, action, version);
        SCOPED_TRACE(std::string(domain::to_string(from)) + " " + std::string(domain::to_string(action)));
        ASSERT_TRUE(decided) << decided.error().detail;
        EXPECT_EQ(decided->state, domain::case_state::closed);
        EXPECT_EQ(decided->version, version + 1);
        EXPECT_EQ(domain::to_string(decided->status), status);
        EXPECT_EQ(of_comment("status", id), status);
        EXPECT_EQ(of_comment("immune_revision", id), immune);
        EXPECT_EQ(
            house.value("SELECT outcome FROM greffe.report WHERE comment_id = $1::uuid", {id.to_string()}),
            outcome);
        EXPECT_EQ(house.count("SELECT published_count FROM greffe.thread WHERE site_id = $1::uuid",
                              {where.site.to_string()}),
                  published);
        EXPECT_EQ(
            house.value(
                "SELECT state || ' ' || report_count FROM greffe.review_case WHERE comment_id = $1::uuid",
                {id.to_string()}),
            "closed 0");
        EXPECT_EQ(
            house.value(
                "SELECT action || ' ' || status_before || ' ' || status_after || ' ' || case_before FROM "
                "greffe.decision WHERE decision_id = $1::uuid",
                {decided->id.to_string()}),
            std::string(domain::to_string(action)) + " " + std::string(domain::to_string(from)) + " " +
                status + " open");
    }
}

TEST_F(ReviewDecide, WritesItsEventWithFinalBytesAndTheNoteOnlyAsACommitment) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    auto request = decision_of(decision_action::reject, 1);
    request.note = "Vise un voisin par son nom.";
    request.policy = "injures";
    const auto decided = await(house.review.decide(anna, id, request, std::nullopt)).value();
    const auto leaf_text =
        house.value("SELECT convert_from(leaf, 'UTF8') FROM greffe.event WHERE kind = 'decided'");
    EXPECT_EQ(leaf_text.find("voisin"), std::string::npos);
    const auto leaf = boost::json::parse(leaf_text);
    const auto& codes = leaf.at("d");
    EXPECT_EQ(codes.at("decision").as_string(), decided.id.to_string());
    EXPECT_EQ(codes.at("comment").as_string(), id.to_string());
    EXPECT_EQ(codes.at("action").as_string(), "reject");
    EXPECT_EQ(codes.at("status").as_string(), "rejected");
    EXPECT_EQ(codes.at("reason").as_string(), "charte-4.2");
    EXPECT_EQ(codes.at("policy").as_string(), "injures");
    EXPECT_TRUE(leaf.at("c").as_object().contains("note"));
    EXPECT_EQ(house.value("SELECT note FROM greffe.decision"), request.note);
    EXPECT_EQ(house.count("SELECT seq FROM greffe.decision"), 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event_salt WHERE salts ? 'note'"), 1);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.outbox"), 1);
}

TEST_F(ReviewDecide, OnAnOldVersionIsRefusedAndSaysWhatChanged) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    ASSERT_TRUE(decide(anna, id, decision_action::reject, 1));
    const auto late = decide(bruno, id, decision_action::approve, 1);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, errc::stale_version);
    EXPECT_NE(late.error().detail.find("version 2, not 1"), std::string::npos) << late.error().detail;
    EXPECT_NE(late.error().detail.find("closed"), std::string::npos);
    EXPECT_NE(late.error().detail.find("reject at "), std::string::npos);
    EXPECT_EQ(decide(bruno, id, decision_action::approve, 2).error().code, errc::already_in_target_state);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.decision"), 1);
    EXPECT_EQ(of_comment("status", id), "rejected");
}

TEST_F(ReviewDecide, AReportOrAnEditMeanwhileMakesItStale) {
    const auto id = house.add_comment(place, "c", comment_status::published);
    ASSERT_TRUE(await(house.review.report(anna, place.site, "c", report_of("spam"), std::nullopt)));
    ASSERT_TRUE(await(house.review.report(anna, place.site, "c", report_of("spam"), std::nullopt)));
    EXPECT_EQ(decide(anna, id, decision_action::dismiss, 1).error().code, errc::stale_version);
    house.add_revision(place, id, "Un autre texte.");
    EXPECT_EQ(decide(anna, id, decision_action::dismiss, 2).error().code, errc::stale_version);
    EXPECT_TRUE(decide(anna, id, decision_action::dismiss, 3));
}

TEST_F(ReviewDecide, RespectsTheLeaseOfAnother) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    ASSERT_EQ(await(house.review.claim(anna, std::nullopt, 1, std::nullopt)).value().cases.size(), 1U);
    EXPECT_EQ(decide(bruno, id, decision_action::approve, 1).error().code, errc::lease_held_by_other);
    EXPECT_EQ(decide(carla, id, decision_action::approve, 1).error().code, errc::lease_held_by_other);
    house.expire_leases();
    EXPECT_TRUE(decide(bruno, id, decision_action::approve, 1));
    EXPECT_EQ(house.value("SELECT lease_holder FROM greffe.review_case"), "");
}

TEST_F(ReviewDecide, OnAnEscalatedCaseNeedsASupervisor) {
    const auto id = house.add_comment(place, "c", comment_status::held);
    ASSERT_TRUE(await(house.review.escalate(anna, id, "juridique")));
    EXPECT_EQ(decide(anna, id, decision_action::approve, 2).error().code, errc::forbidden);
    const auto decided = decide(carla, id, decision_action::approve, 2);
    ASSERT_TRUE(decided);
    EXPECT_EQ(house.value("SELECT case_before FROM greffe.decision"), "escalated");
}

TEST_F(ReviewDecide, IsRefusedWhereTheTablesSaySo) {
    const auto held = house.add_comment(place, "held", comment_status::held);
    EXPECT_EQ(decide(anna, held, decision_action::dismiss, 1).error().code, errc::invalid_transition);
    const auto no_case = house.add_comment(place, "no-case", comment_status::published);
    EXPECT_EQ(decide(anna, no_case, decision_action::approve, 1).error().code, errc::not_found);
    EXPECT_EQ(decide(anna, {}, decision_action::approve, 1).error().code, errc::not_found);
    const auto stranger = review_house::someone(domain::role::moderator, house.add_tenant("autre").site);
    EXPECT_EQ(decide(stranger, held, decision_action::approve, 1).error().code, errc::not_found);
    EXPECT_EQ(decide(anna, held, decision_action::approve, 0).error().field, "version");
    auto wordy = decision_of(decision_action::approve, 1);
    wordy.reason = "parce que Untel";
    EXPECT_EQ(await(house.review.decide(anna, held, wordy, std::nullopt)).error().field, "reason");
    EXPECT_EQ(
        house.count("SELECT (SELECT count(*) FROM greffe.decision) + (SELECT count(*) FROM greffe.event)"),
        0);
}

TEST_F(ReviewDecide, ApprovingAnEditMakesItPublic) {
    const auto id = house.add_comment(place, "c", comment_status::published);
    // As ingest leaves an edit that a rule holds: the last approved revision stays the public one.
    house.sql("UPDATE greffe.comment SET revision = 2, status = 'held' WHERE comment_id = $1::uuid",
              {id.to_string()});
    house.sql(
        "INSERT INTO greffe.revision (site_id, comment_id, revision, body, received_at) VALUES ($1::uuid, "
        "$2::uuid, 2, 'Texte corrigé.', now())",
        {place.site.to_string(), id.to_string()});
    house.sql(
        "INSERT INTO greffe.review_case (site_id, comment_id, state, cause, opened_at) VALUES ($1::uuid, "
        "$2::uuid, 'open', 'edit', now())",
        {place.site.to_string(), id.to_string()});
    ASSERT_TRUE(decide(anna, id, decision_action::approve, 1));
    EXPECT_EQ(of_comment("public_revision", id), "2");
    EXPECT_EQ(of_comment("immune_revision", id), "2");
}

TEST_F(ReviewDecide, OfManyAtOnceOneWins) {
    constexpr int deciders = 12;
    review_house busy(deciders);
    const auto where = busy.add_tenant("bourse");
    const auto id = busy.add_comment(where, "c", comment_status::held);
    std::atomic<int> won = 0;
    std::atomic<int> stale = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < deciders; ++i)
        threads.emplace_back([&, i] {
            const auto action = i % 2 ? decision_action::approve : decision_action::reject;
            const auto decided = await(busy.review.decide(review_house::someone(domain::role::moderator), id,
                                                          decision_of(action, 1), std::nullopt));
            if (decided)
                ++won;
            else if (decided.error().code == errc::stale_version)
                ++stale;
        });
    threads.clear();
    EXPECT_EQ(won, 1);
    EXPECT_EQ(stale, deciders - 1);
    EXPECT_EQ(busy.count("SELECT count(*) FROM greffe.decision"), 1);
}

} // namespace
} // namespace greffe::test
