#include "tests/integration/store/review_house.hpp"

#include "server/service/answers_json.hpp"
#include "server/store/transaction.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <atomic>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::errc;

class ReviewShow : public testing::Test {
  protected:
    review_house house;
    tenant place = house.add_tenant("bourse");
    domain::principal anna = review_house::someone(domain::role::moderator);
};

TEST_F(ReviewShow, HasAllAModeratorNeeds) {
    const auto parent = house.add_comment(place, "parent", comment_status::published, "Qui a vendu ?");
    for (int i = 0; i < 4; ++i)
        house.add_comment(place, "before-" + std::to_string(i), comment_status::published);
    const auto id =
        house.add_comment(place, "subject", comment_status::published, "Contactez-moi, escroc !", parent);
    for (int i = 0; i < 4; ++i)
        house.add_comment(place, "after-" + std::to_string(i), comment_status::rejected);
    house.sql(
        "INSERT INTO greffe.flag VALUES ($1::uuid, $2::uuid, 1, 'insulte', 3, 'live', 'hold', 40, 'injures', "
        "'[{\"field\": \"body\", \"begin\": 15, \"end\": 21}]')",
        {place.site.to_string(), id.to_string()});
    ASSERT_TRUE(await(
        house.review.report(anna, place.site, "subject", report_of("insulte", "lecteur-7"), std::nullopt)));
    ASSERT_TRUE(
        await(house.review.decide(anna, id, decision_of(domain::decision_action::dismiss, 1), std::nullopt)));
    house.add_revision(place, id, "Contactez-moi, voleur !");
    ASSERT_TRUE(await(
        house.review.report(anna, place.site, "subject", report_of("insulte", "lecteur-8"), std::nullopt)));

    const auto view = await(house.review.show(anna, id)).value();
    EXPECT_EQ(view.summary.id, id);
    EXPECT_EQ(view.summary.site_name, "bourse");
    EXPECT_EQ(view.summary.state, domain::case_state::open);
    EXPECT_EQ(view.summary.excerpt, "Contactez-moi, voleur !");
    EXPECT_EQ(view.article.content.title, "Les résultats du trimestre");
    EXPECT_EQ(view.article.external_id, "resultats");
    EXPECT_EQ(view.comment.body, "Contactez-moi, voleur !");
    EXPECT_EQ(view.comment.parent, parent);
    ASSERT_TRUE(view.parent);
    EXPECT_EQ(view.parent->body, "Qui a vendu ?");
    std::vector<std::string> around;
    for (const auto& comment : view.around) around.push_back(comment.external_id);
    EXPECT_EQ(around, (std::vector<std::string>{"before-1", "before-2", "before-3", "after-0", "after-1",
                                                "after-2"}));
    ASSERT_EQ(view.revisions.size(), 2U);
    EXPECT_EQ(view.revisions[0].body, "Contactez-moi, escroc !");
    ASSERT_EQ(view.flags.size(), 1U);
    EXPECT_EQ(view.flags[0].rule, "insulte");
    EXPECT_EQ(view.flags[0].policy, "injures");
    ASSERT_EQ(view.flags[0].spans.size(), 1U);
    EXPECT_EQ(view.revisions[0].body.substr(view.flags[0].spans[0].begin,
                                            view.flags[0].spans[0].end - view.flags[0].spans[0].begin),
              "escroc");
    ASSERT_EQ(view.reports.size(), 2U);
    EXPECT_EQ(view.reports[0].outcome, domain::report_outcome::neutral);
    EXPECT_EQ(view.reports[1].outcome, domain::report_outcome::pending);
    ASSERT_EQ(view.decisions.size(), 1U);
    EXPECT_EQ(view.decisions[0].action, domain::decision_action::dismiss);
    EXPECT_EQ(view.decisions[0].decider, anna.key);
}

TEST_F(ReviewShow, NeverHoldsAnEmailAnAddressOrAReader) {
    const auto id = house.add_comment(place, "subject", comment_status::held);
    house.sql("INSERT INTO personal.comment_address VALUES ($1::uuid, $2::uuid, '192.0.2.17', now())",
              {place.site.to_string(), id.to_string()});
    ASSERT_TRUE(await(house.review.report(anna, place.site, "subject",
                                          notice_of("Diffamation.", "lecteur-secret"), std::nullopt)));
    const auto claimed = await(house.review.claim(anna, std::nullopt, 1, std::nullopt)).value();
    const auto shown = await(house.review.show(anna, id)).value();
    const auto queue = await(house.review.queue(anna, std::nullopt, {})).value();
    const auto payload = boost::json::serialize(service::to_json(shown)) +
                         boost::json::serialize(service::to_json(claimed)) +
                         boost::json::serialize(service::to_json(queue));
    const auto reader = house.value("SELECT reader_id FROM personal.reader");
    for (const auto& secret : {std::string("192.0.2.17"), std::string("lecteur-secret"),
                               std::string("exemple.test"), std::string("Une lectrice"), reader})
        EXPECT_EQ(payload.find(secret), std::string::npos) << secret;
}

TEST_F(ReviewShow, IsNotFoundWithoutACaseOrForAnotherSite) {
    const auto no_case = house.add_comment(place, "no-case", comment_status::published);
    const auto held = house.add_comment(place, "held", comment_status::held);
    const auto stranger = review_house::someone(domain::role::moderator, house.add_tenant("autre").site);
    EXPECT_EQ(await(house.review.show(anna, no_case)).error().code, errc::not_found);
    EXPECT_EQ(await(house.review.show(stranger, held)).error().code, errc::not_found);
    EXPECT_TRUE(await(house.review.show(anna, held)));
}

std::atomic<int> statements = 0;

TEST_F(ReviewShow, TakesAFixedNumberOfStatements) {
    store::observe_queries([](const store::sql::query&, std::chrono::nanoseconds) { ++statements; });
    std::vector<int> taken;
    domain::comment_id middle;
    for (const int size : {1, 30, 60}) {
        for (int i = 0; i < size; ++i) {
            const auto id = house.add_comment(place, std::to_string(size) + "-" + std::to_string(i),
                                              comment_status::held);
            if (i == size / 2) middle = id;
        }
        for (int i = 0; i < size; ++i)
            ASSERT_TRUE(await(house.review.report(anna, place.site, std::to_string(size) + "-0",
                                                  report_of("spam"), std::nullopt)));
        statements = 0;
        ASSERT_TRUE(await(house.review.show(anna, middle)));
        taken.push_back(statements);
    }
    store::observe_queries(nullptr);
    EXPECT_EQ(taken, std::vector<int>(taken.size(), taken[0]));
    EXPECT_LE(taken[0], 6);
}

} // namespace
} // namespace greffe::test
