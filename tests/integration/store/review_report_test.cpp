#include "tests/integration/store/review_house.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::errc;
using domain::report_outcome;

class ReviewReport : public testing::Test {
  protected:
    domain::result<service::report_answer> report(const std::string& external_id, domain::new_report what) {
        return await(house.review.report(site_key, place.site, external_id, std::move(what), std::nullopt));
    }
    std::string of_case(const std::string& column, domain::comment_id id) {
        return house.value("SELECT " + column + " FROM greffe.review_case WHERE comment_id = $1::uuid",
                           {id.to_string()});
    }

    review_house house;
    tenant place = house.add_tenant("bourse");
    domain::principal site_key = review_house::someone(domain::role::publisher, place.site);
    domain::principal moderator = review_house::someone(domain::role::moderator);
};

TEST_F(ReviewReport, OpensACaseAndWritesItsEventsInTheSameTransaction) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    auto what = report_of("insulte", "lecteur-7");
    what.text = "Il m'insulte par mon nom.";
    const auto receipt = report("c1", what);
    ASSERT_TRUE(receipt);
    EXPECT_EQ(receipt->outcome, report_outcome::pending);
    EXPECT_FALSE(receipt->duplicate);

    EXPECT_EQ(of_case("state", id), "open");
    EXPECT_EQ(of_case("cause", id), "report");
    EXPECT_EQ(of_case("version", id), "1");
    EXPECT_EQ(of_case("report_count", id), "1");
    const auto events =
        house.sql("SELECT seq, kind, convert_from(leaf, 'UTF8') FROM greffe.event ORDER BY seq");
    ASSERT_EQ(events.size(), 2);
    EXPECT_STREQ(events[0][1].c_str(), "reported");
    EXPECT_STREQ(events[1][1].c_str(), "case_opened");
    EXPECT_EQ(house.count("SELECT next_seq FROM greffe.thread"), 3);
    EXPECT_EQ(
        house.count("SELECT count(*) FROM greffe.outbox JOIN greffe.event USING (site_id, article_id, seq)"),
        2);

    const auto leaf = boost::json::parse(events[0][2].c_str()).as_object();
    EXPECT_EQ(leaf.at("seq"), 1);
    EXPECT_EQ(leaf.at("thread").as_string(), place.article.to_string());
    EXPECT_EQ(leaf.at("d").at("report").as_string(), receipt->receipt.to_string());
    EXPECT_EQ(leaf.at("d").at("reason").as_string(), "insulte");
    const auto salt_hex = house.value("SELECT salts ->> 'text' FROM greffe.event_salt WHERE seq = 1");
    archive::salt salt{};
    ASSERT_EQ(salt_hex.size(), 2 * salt.size());
    for (std::size_t i = 0; i < salt.size(); ++i)
        salt[i] = static_cast<std::uint8_t>(std::stoi(salt_hex.substr(2 * i, 2), nullptr, 16));
    const auto commitment = archive::commit("text", salt, what.text);
    EXPECT_EQ(leaf.at("c").at("text").as_string(),
              archive::to_hex({reinterpret_cast<const char*>(commitment.data()), commitment.size()}));
}

TEST_F(ReviewReport, LeavesNoReaderInTheLogNorInTheReport) {
    house.add_comment(place, "c1", comment_status::published);
    auto what = notice_of("Diffamation envers une personne nommée.", "lecteur-secret");
    what.text = "texte-du-lecteur";
    ASSERT_TRUE(report("c1", what));
    const auto logged = house.value("SELECT string_agg(convert_from(leaf, 'UTF8'), ' ') FROM greffe.event");
    for (const auto* secret :
         {"lecteur-secret", "texte-du-lecteur", "Diffamation", "exemple.test", "Une lectrice"})
        EXPECT_EQ(logged.find(secret), std::string::npos) << secret;
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.report r WHERE r::text LIKE '%lecteur-secret%' "
                          "OR r::text LIKE '%exemple.test%'"),
              0);
    EXPECT_EQ(house.value("SELECT external_id FROM personal.reader"), "lecteur-secret");
    EXPECT_EQ(house.value("SELECT email FROM personal.notice"), "lectrice@exemple.test");
}

TEST_F(ReviewReport, AnswersAReadersSecondReportWithTheFirstReceipt) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    const auto first = report("c1", report_of("spam", "lecteur-7"));
    const auto second = report("c1", report_of("insulte", "lecteur-7"));
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->receipt, first->receipt);
    EXPECT_EQ(second->received_at, first->received_at);
    EXPECT_TRUE(second->duplicate);
    EXPECT_EQ(of_case("report_count", id), "1");
    EXPECT_EQ(of_case("version", id), "1");
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event WHERE kind = 'reported'"), 1);
}

TEST_F(ReviewReport, CountsEveryAnonymousReaderAndEveryOtherReader) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    for (const auto& reader : {std::optional<std::string>{}, std::optional<std::string>{},
                               std::optional<std::string>{"a"}, std::optional<std::string>{"b"}})
        ASSERT_FALSE(report("c1", report_of("spam", reader)).value().duplicate);
    EXPECT_EQ(of_case("report_count", id), "4");
    EXPECT_EQ(of_case("version", id), "4") << "each report that joins changes the case";
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event WHERE kind = 'case_opened'"), 1);
}

TEST_F(ReviewReport, OfTheSameReaderCountsAgainForANewRevision) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    const auto first = report("c1", report_of("spam", "lecteur-7")).value();
    house.add_revision(place, id, "Un autre texte.");
    const auto second = report("c1", report_of("spam", "lecteur-7")).value();
    EXPECT_NE(first.receipt, second.receipt);
    EXPECT_EQ(house.value("SELECT revision FROM greffe.report WHERE report_id = $1::uuid",
                          {second.receipt.to_string()}),
              "2");
}

TEST_F(ReviewReport, ThatComesAgainAfterAnEditIsStillTheOneOfWhatTheReaderSaw) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    auto seen = report_of("spam", "lecteur-7");
    seen.revision = 1;
    const auto first = report("c1", seen).value();
    house.add_revision(place, id, "Un autre texte.");
    const auto again = report("c1", seen).value();
    EXPECT_EQ(again.receipt, first.receipt);
    EXPECT_TRUE(again.duplicate);

    auto other = report_of("spam", "lecteur-8");
    other.revision = 1;
    EXPECT_EQ(report("c1", other).value().outcome, report_outcome::pending)
        << "late, but nobody has looked at either text yet";
    EXPECT_EQ(of_case("report_count", id), "2");
    const auto seen_version = std::stoll(of_case("version", id));
    ASSERT_TRUE(await(house.review.decide(
        moderator, id, decision_of(domain::decision_action::approve, seen_version), std::nullopt)));
    auto third = report_of("spam", "lecteur-9");
    third.revision = 1;
    EXPECT_EQ(report("c1", third).value().outcome, report_outcome::not_upheld)
        << "a person has approved what stands there now";
    third.revision = 3;
    EXPECT_EQ(report("c1", third).error().field, "revision");
}

TEST_F(ReviewReport, OnTheImmuneRevisionIsRecordedAndOpensNothing) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    ASSERT_TRUE(report("c1", report_of("spam", "a")));
    ASSERT_TRUE(await(
        house.review.decide(moderator, id, decision_of(domain::decision_action::approve, 1), std::nullopt)));
    const auto late = report("c1", report_of("spam", "b"));
    ASSERT_TRUE(late);
    EXPECT_EQ(late->outcome, report_outcome::not_upheld);
    EXPECT_EQ(of_case("state", id), "closed");
    EXPECT_EQ(of_case("version", id), "2");
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.event WHERE kind = 'reported'"), 2);

    house.add_revision(place, id, "Un autre texte.");
    EXPECT_EQ(report("c1", report_of("spam", "b")).value().outcome, report_outcome::pending);
    EXPECT_EQ(of_case("state", id), "open") << "immunity is of one revision";
}

TEST_F(ReviewReport, OfIllegalContentCountsEvenOnTheImmuneRevision) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    ASSERT_TRUE(report("c1", report_of("spam")));
    ASSERT_TRUE(await(
        house.review.decide(moderator, id, decision_of(domain::decision_action::approve, 1), std::nullopt)));
    EXPECT_EQ(report("c1", notice_of("Diffamation.")).value().outcome, report_outcome::pending);
    EXPECT_EQ(of_case("state", id), "open");
}

TEST_F(ReviewReport, RaisesThePriorityByNumberAndANoticeAboveAll) {
    const auto reported = house.add_comment(place, "c1", comment_status::published);
    const auto held = house.add_comment(place, "c2", comment_status::held);
    const auto illegal = house.add_comment(place, "c3", comment_status::published);
    ASSERT_TRUE(report("c1", report_of("spam")));
    const auto once_reported = std::stoi(of_case("priority", reported));
    ASSERT_TRUE(report("c1", report_of("spam")));
    const auto twice_reported = std::stoi(of_case("priority", reported));
    ASSERT_TRUE(report("c3", notice_of("Diffamation.")));
    EXPECT_GT(once_reported, std::stoi(of_case("priority", held)));
    EXPECT_GT(twice_reported, once_reported);
    EXPECT_GT(std::stoi(of_case("priority", illegal)), twice_reported);
}

TEST_F(ReviewReport, RefusesWhatIsIncompleteAndStoresNothing) {
    house.add_comment(place, "c1", comment_status::published);
    auto no_notice = report_of("illicite");
    no_notice.kind = domain::report_kind::illegal;
    auto bad_faith = notice_of("Diffamation.");
    bad_faith.illegal_notice->bona_fide = false;
    auto unexplained = notice_of("  ");
    auto not_illegal = notice_of("Diffamation.");
    not_illegal.kind = domain::report_kind::charter;
    auto sentence = report_of("il m'a insulté");
    struct wrong {
        domain::new_report report;
        std::string field;
    };
    for (const auto& [what, field] : {wrong{no_notice, "notice"}, wrong{bad_faith, "notice/bona_fide"},
                                      wrong{unexplained, "notice/explanation"}, wrong{not_illegal, "notice"},
                                      wrong{sentence, "reason"}, wrong{report_of("spam", ""), "reporter"}}) {
        const auto refused = report("c1", what);
        ASSERT_FALSE(refused) << field;
        EXPECT_EQ(refused.error().code, errc::invalid_field);
        EXPECT_EQ(refused.error().field, field);
    }
    EXPECT_EQ(
        house.count("SELECT (SELECT count(*) FROM greffe.report) + (SELECT count(*) FROM greffe.event)"), 0);
}

TEST_F(ReviewReport, IsRefusedOnWhatIsGoneDeletedOrAnotherSites) {
    house.add_comment(place, "deleted", comment_status::deleted);
    house.add_comment(place, "erased", comment_status::erased);
    const auto other = house.add_tenant("autre");
    house.add_comment(other, "elsewhere", comment_status::published);
    EXPECT_EQ(report("deleted", report_of("spam")).error().code, errc::invalid_transition);
    EXPECT_EQ(report("erased", report_of("spam")).error().code, errc::gone);
    EXPECT_EQ(report("unknown", report_of("spam")).error().code, errc::not_found);
    EXPECT_EQ(report("elsewhere", report_of("spam")).error().code, errc::not_found);
    house.add_comment(place, "here", comment_status::published);
    EXPECT_EQ(report(std::string("here\0x", 6), report_of("spam")).error().code, errc::not_found);
    EXPECT_EQ(report("\xff", report_of("spam")).error().code, errc::not_found);
    const auto foreign =
        await(house.review.report(site_key, other.site, "elsewhere", report_of("spam"), std::nullopt));
    EXPECT_EQ(foreign.error().code, errc::not_found);
    EXPECT_EQ(house.count("SELECT count(*) FROM greffe.report"), 0);
}

TEST_F(ReviewReport, TellsItsOutcomeByTheReceiptWithinItsSite) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    const auto receipt = report("c1", report_of("spam", "a")).value().receipt;
    EXPECT_EQ(await(house.review.receipt(site_key, receipt)).value().outcome, report_outcome::pending);
    ASSERT_TRUE(await(
        house.review.decide(moderator, id, decision_of(domain::decision_action::reject, 1), std::nullopt)));
    EXPECT_EQ(await(house.review.receipt(site_key, receipt)).value().outcome, report_outcome::upheld);
    const auto stranger = review_house::someone(domain::role::publisher, house.add_tenant("autre").site);
    EXPECT_EQ(await(house.review.receipt(stranger, receipt)).error().code, errc::not_found);
}

TEST_F(ReviewReport, ByHandOpensACaseOrRaisesAnOpenOne) {
    const auto id = house.add_comment(place, "c1", comment_status::published);
    const auto opened = await(house.review.open_case(moderator, place.site, "c1", "appel-telephonique"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->id, id);
    EXPECT_EQ(opened->state, domain::case_state::open);
    EXPECT_EQ(of_case("cause", id), "by_hand");
    EXPECT_EQ(house.value("SELECT convert_from(leaf, 'UTF8')::jsonb -> 'd' ->> 'reason' FROM greffe.event"),
              "appel-telephonique");

    const auto held = house.add_comment(place, "c2", comment_status::held);
    const auto before = std::stoi(of_case("priority", held));
    const auto joined = await(house.review.open_case(moderator, place.site, "c2", ""));
    ASSERT_TRUE(joined);
    EXPECT_EQ(joined->version, 1);
    EXPECT_GT(std::stoi(of_case("priority", held)), before);
    EXPECT_EQ(of_case("cause", held), "hold");
    house.add_comment(place, "deleted", comment_status::deleted);
    EXPECT_EQ(await(house.review.open_case(moderator, place.site, "deleted", "")).error().code,
              errc::invalid_transition);
}

} // namespace
} // namespace greffe::test
