#include "server/service/answers_json.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace greffe::service {
namespace {

/// As idempotency keeps it: through text and back.
boost::json::object kept(const boost::json::object& answer) {
    return boost::json::parse(boost::json::serialize(answer)).as_object();
}

domain::uuid id_of(std::uint8_t n) {
    domain::uuid id;
    id.bytes[0] = n;
    return id;
}
constexpr domain::timestamp noon{std::chrono::microseconds{1'712'649'360'000'001}};

TEST(AnswersJson, WhatIdempotencyKeepsComesBackAsItWas) {
    report_answer reported;
    reported.receipt = {id_of(1)};
    reported.received_at = noon;
    for (const auto outcome : {domain::report_outcome::pending, domain::report_outcome::upheld,
                               domain::report_outcome::not_upheld, domain::report_outcome::neutral}) {
        reported.outcome = outcome;
        const auto back = report_answer_from_json(kept(to_json(reported)));
        EXPECT_EQ(back.receipt, reported.receipt);
        EXPECT_EQ(back.outcome, outcome);
        EXPECT_EQ(back.received_at, noon);
    }
    claim_answer claimed;
    claimed.leased_until = noon;
    case_summary one;
    one.id = {id_of(2)};
    one.site_name = "bourse";
    one.article_title = "« Résultats » \\ \"T1\"";
    one.external_id = "c/1";
    one.state = domain::case_state::escalated;
    one.cause = domain::case_cause::by_hand;
    one.version = std::int64_t{1} << 53;
    one.opened_at = noon;
    one.leased_until = noon;
    one.leased_by_me = true;
    one.status = domain::comment_status::rejected;
    one.excerpt = "l'été\n😀";
    claimed.cases = {one, {}};
    const auto back = kept(to_json(claim_answer_from_json(kept(to_json(claimed)))));
    EXPECT_EQ(back, kept(to_json(claimed)));
    const decision_answer decided{.id = {id_of(3)},
                                  .comment = {id_of(4)},
                                  .action = domain::decision_action::dismiss,
                                  .status = domain::comment_status::rejected,
                                  .state = domain::case_state::closed,
                                  .version = 7};
    EXPECT_EQ(kept(to_json(decision_answer_from_json(kept(to_json(decided))))), kept(to_json(decided)));
    const case_answer standing{
        .id = {id_of(5)}, .state = domain::case_state::open, .version = 2, .leased_until = std::nullopt};
    EXPECT_EQ(kept(to_json(case_answer_from_json(kept(to_json(standing))))), kept(to_json(standing)));
}

TEST(AnswersJson, AnAbsentOptionalIsLeftOut) {
    EXPECT_FALSE(to_json(case_summary{}).contains("leased_until"));
    EXPECT_FALSE(to_json(comment_view{}).contains("parent"));
    EXPECT_FALSE(to_json(comment_view{}).contains("posted"));
    EXPECT_FALSE(to_json(key_view{}).contains("revoked_at"));
    EXPECT_FALSE(to_json(key_view{}).contains("site"));
    EXPECT_FALSE(to_json(ruleset_view{}).contains("source"));
    EXPECT_FALSE(to_json(push_answer{}).contains("version"));
    EXPECT_FALSE(to_json(page<site_view>{}).contains("next"));
}

TEST(AnswersJson, ATombstoneTellsNeitherTextNorAuthor) {
    public_comment hidden;
    hidden.tombstone = true;
    hidden.body = "texte";
    hidden.author_name = "auteur";
    const auto text = boost::json::serialize(to_json(hidden));
    EXPECT_EQ(text.find("texte"), std::string::npos);
    EXPECT_EQ(text.find("auteur"), std::string::npos);
}

TEST(AnswersJson, ATimeThatIsNotExactSaysWhatIsKnownOfIt) {
    comment_view comment;
    comment.posted.utc = noon;
    comment.posted.precision = domain::time_precision::minute;
    comment.posted.raw = "09 avril 12:52";
    comment.posted.candidate_years = {2024, 2025};
    const auto json = to_json(comment);
    EXPECT_EQ(json.at("posted_at").as_string(), "2024-04-09T07:56:00.000001Z");
    EXPECT_EQ(json.at("posted").at("raw").as_string(), "09 avril 12:52");
}

TEST(AnswersJson, NamesEnumerationsPublicly) {
    submit_answer answer;
    answer.effect = submit_effect::superseded;
    answer.status = domain::comment_status::held;
    const auto json = to_json(answer);
    EXPECT_EQ(json.at("effect").as_string(), "superseded");
    EXPECT_EQ(json.at("status").as_string(), "held");
    key_view key;
    key.acting_as = domain::role::archivist;
    EXPECT_EQ(to_json(key).at("role").as_string(), "archivist");
}

} // namespace
} // namespace greffe::service
