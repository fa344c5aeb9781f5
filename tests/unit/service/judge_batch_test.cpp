// The verdicts of a batch as tables; what the batch does on a real database: tests/integration/store/ingest*.
#include "tests/unit/service/judge_samples.hpp"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::errc;
using rules::action;
using service::submit_effect;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::array all_actions{action::publish, action::flag, action::hold, action::reject};

struct verdict_row {
    action does;
    comment_status status;
    std::optional<domain::case_cause> opens;
};
constexpr verdict_row verdict_rows[] = {
    {action::publish, comment_status::published, std::nullopt},
    {action::flag, comment_status::published, domain::case_cause::flag},
    {action::hold, comment_status::held, domain::case_cause::hold},
    {action::reject, comment_status::rejected, std::nullopt},
};

TEST(judge_batch, a_verdict_gives_status_case_and_flag) {
    for (const auto& row : verdict_rows) {
        SCOPED_TRACE(rules::to_string(row.does));
        std::vector<service::ports::ingest_item> items;
        items.push_back(ruled(submission("c1", "un"), row.does));
        const auto batch = judge(std::move(items), known_article());
        EXPECT_EQ(batch.outcomes.at(0).value().status, row.status);
        ASSERT_EQ(batch.comments.size(), 1u);
        EXPECT_EQ(batch.comments[0].public_revision.has_value(), row.status == comment_status::published);
        ASSERT_EQ(batch.cases.size(), row.opens ? 1u : 0u);
        if (row.opens) {
            EXPECT_EQ(batch.cases[0].after.cause, *row.opens);
        }
        EXPECT_EQ(batch.flags.size(), 1u);
        const auto leaf = boost::json::parse(batch.events.at(0).leaf);
        EXPECT_EQ(leaf.at("kind").as_string(), "submitted");
        EXPECT_EQ(leaf.at("seq").as_int64(), 5);
        EXPECT_EQ(leaf.at("d").at("verdict").as_string(), std::string(rules::to_string(row.does)));
        EXPECT_EQ(leaf.at("d").at("rules").as_array().at(0).as_string(), "tout");
        EXPECT_EQ(batch.threads.at(0).published_added, row.status == comment_status::published ? 1 : 0);
    }
}

TEST(judge_batch, an_edit_never_softens_whatever_the_verdict) {
    constexpr std::array before{comment_status::published, comment_status::held, comment_status::rejected};
    for (const auto from : before)
        for (const auto does : all_actions) {
            SCOPED_TRACE(std::string(domain::to_string(from)) + " " + std::string(rules::to_string(does)));
            auto known = known_article();
            known.comments[{the_site, "c1"}] = stored(from);
            std::vector<service::ports::ingest_item> items;
            items.push_back(ruled(edition("c1", {"deux", {}, {}, {}}), does));
            const auto batch = judge(std::move(items), known);
            const auto verdict = does == action::hold     ? comment_status::held
                                 : does == action::reject ? comment_status::rejected
                                                          : comment_status::published;
            const auto after = batch.outcomes.at(0).value().status;
            EXPECT_EQ(after, domain::status_after_edit(from, verdict));
            EXPECT_EQ(batch.changes.at(0).revision, 2);
            // Held and rejected comments come before a person again; published ones when the verdict asks for
            // one.
            const bool wants_person =
                from != comment_status::published || does == action::flag || does == action::hold;
            EXPECT_EQ(batch.cases.size(), wants_person ? 1u : 0u);
            if (after == comment_status::held && from == comment_status::published) {
                EXPECT_EQ(batch.changes[0].public_revision, 1)
                    << "the public keeps the last approved revision";
            }
            if (after == comment_status::published) {
                EXPECT_EQ(batch.changes[0].public_revision, 2);
            }
            if (after == comment_status::rejected) {
                EXPECT_EQ(batch.changes[0].public_revision, std::nullopt);
            }
        }
}

TEST(judge_batch, a_comment_hidden_as_it_was_published_stays_hidden_when_edited) {
    auto known = known_article();
    auto comment = stored(comment_status::held);
    comment.public_revision = 1; // held by reports: what was public is what is doubted
    known.comments[{the_site, "c1"}] = comment;
    std::vector<service::ports::ingest_item> items;
    items.push_back(edition("c1", {"deux", {}, {}, {}}));
    EXPECT_EQ(judge(std::move(items), known).changes.at(0).public_revision, std::nullopt);
}

struct order_row {
    const char* name;
    std::optional<std::int64_t> stored_version, version;
    std::optional<int> stored_second, second; ///< of edited_at
    submit_effect effect;
};
constexpr order_row order_rows[] = {
    {"a greater version", 4, 5, {}, {}, submit_effect::revised},
    {"a smaller version", 4, 3, {}, {}, submit_effect::superseded},
    {"the same version", 4, 4, {}, {}, submit_effect::superseded},
    {"a version where there was none", {}, 1, {}, {}, submit_effect::revised},
    {"no version where there was one", 4, {}, {}, {}, submit_effect::revised},
    {"a later time", {}, {}, 10, 11, submit_effect::revised},
    {"an earlier time", {}, {}, 10, 9, submit_effect::superseded},
    {"the same time", {}, {}, 10, 10, submit_effect::superseded},
    {"a time where there was none", {}, {}, {}, 1, submit_effect::revised},
    {"neither", {}, {}, 10, {}, submit_effect::revised},
    {"a greater version beats an earlier time", 4, 5, 10, 9, submit_effect::revised},
    {"a smaller version beats a later time", 4, 3, 10, 11, submit_effect::superseded},
    {"the same version and a later time", 4, 4, 10, 11, submit_effect::revised},
};

TEST(judge_batch, which_edit_is_newer) {
    const auto at = [](std::optional<int> second) {
        return second ? std::optional(the_time + std::chrono::seconds{*second}) : std::nullopt;
    };
    for (const auto& row : order_rows) {
        SCOPED_TRACE(row.name);
        auto known = known_article();
        auto comment = stored(comment_status::published);
        comment.newest_version = row.stored_version;
        comment.newest_edit = at(row.stored_second);
        known.comments[{the_site, "c1"}] = comment;
        std::vector<service::ports::ingest_item> items;
        items.push_back(edition("c1", {"deux", {}, at(row.second), row.version}));
        EXPECT_EQ(judge(std::move(items), known).outcomes.at(0).value().effect, row.effect);
    }
}

struct again_row {
    const char* name;
    std::string body;
    std::optional<std::int64_t> version;
    std::variant<submit_effect, errc> answer;
};

TEST(judge_batch, the_same_external_id_again) {
    // Stored: revision 1 "un", then "deux" with source_version 4.
    const again_row rows[] = {
        {"the newest body", "deux", {}, submit_effect::unchanged},
        {"the newest body, whatever its version", "deux", 1, submit_effect::unchanged},
        {"the first body: a late retry", "un", {}, submit_effect::superseded},
        {"another body", "trois", {}, errc::already_exists},
        {"another body, newer", "trois", 5, submit_effect::revised},
        {"another body, older", "trois", 3, submit_effect::superseded},
        {"another body, same version", "trois", 4, errc::already_exists},
        {"back to the first body, newer", "un", 5, submit_effect::revised},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        auto known = known_article();
        auto comment = stored(comment_status::published, "deux");
        comment.first_body = "un";
        comment.revision = 2;
        comment.newest_version = 4;
        known.comments[{the_site, "c1"}] = comment;
        auto item = submission("c1", row.body);
        std::get<service::ports::submission>(item.asks).comment.source_version = row.version;
        std::vector<service::ports::ingest_item> items;
        items.push_back(std::move(item));
        const auto batch = judge(std::move(items), known);
        const auto& outcome = batch.outcomes.at(0);
        if (const auto* effect = std::get_if<submit_effect>(&row.answer)) {
            ASSERT_TRUE(outcome) << outcome.error().detail;
            EXPECT_EQ(outcome->effect, *effect);
            EXPECT_EQ(batch.revisions.size(), *effect == submit_effect::revised ? 1u : 0u);
        } else {
            ASSERT_FALSE(outcome);
            EXPECT_EQ(outcome.error().code, std::get<errc>(row.answer));
            EXPECT_THAT(batch.revisions, IsEmpty());
        }
    }
}

TEST(judge_batch, items_see_what_the_items_before_them_did) {
    std::vector<service::ports::ingest_item> items;
    items.push_back(ruled(submission("c1", "un"), action::hold));
    auto reply = submission("c2", "réponse");
    std::get<service::ports::submission>(reply.asks).comment.parent_external_id = "c1";
    items.push_back(std::move(reply));
    items.push_back(submission("c1", "un"));
    items.push_back(edition("c1", {"deux", {}, {}, {}}));
    items.push_back(removal("c1"));
    items.push_back(removal("c1"));
    const auto batch = judge(std::move(items), known_article());
    std::vector<submit_effect> effects;
    for (const auto& outcome : batch.outcomes) effects.push_back(outcome.value().effect);
    EXPECT_THAT(effects,
                ElementsAre(submit_effect::created, submit_effect::created, submit_effect::unchanged,
                            submit_effect::revised, submit_effect::deleted, submit_effect::unchanged));
    ASSERT_EQ(batch.comments.size(), 2u);
    EXPECT_EQ(batch.comments[0].status, comment_status::deleted);
    EXPECT_EQ(batch.comments[0].revision, 2);
    EXPECT_EQ(batch.comments[1].parent, batch.comments[0].id);
    EXPECT_EQ(batch.comments[1].root, batch.comments[0].id);
    ASSERT_EQ(batch.changes.size(), 1u) << "what was there before the deletion";
    EXPECT_EQ(batch.changes[0].removed->from, comment_status::held);
    ASSERT_EQ(batch.cases.size(), 1u);
    EXPECT_EQ(batch.cases[0].after.state, domain::case_state::closed) << "moot";
    std::vector<std::int64_t> seqs;
    for (const auto& event : batch.events) seqs.push_back(event.seq);
    EXPECT_THAT(seqs, ElementsAre(5, 6, 7, 8));
    EXPECT_EQ(batch.threads.at(0).next_seq, 9);
    EXPECT_EQ(batch.threads.at(0).comments_added, 2);
    EXPECT_EQ(batch.threads.at(0).published_added, 1);
}

TEST(judge_batch, a_refused_item_leaves_nothing) {
    std::vector<service::ports::ingest_item> items;
    auto orphan = submission("c1", "un");
    std::get<service::ports::submission>(orphan.asks).comment.parent_external_id = "c0";
    std::get<service::ports::submission>(orphan.asks).comment.author = {
        domain::author_presence::named, {}, "Margaux"};
    items.push_back(std::move(orphan));
    const auto batch = judge(std::move(items), known_article());
    EXPECT_EQ(batch.outcomes.at(0).error().code, errc::unknown_parent);
    EXPECT_THAT(batch.authors, IsEmpty());
    EXPECT_THAT(batch.comments, IsEmpty());
    EXPECT_THAT(batch.events, IsEmpty());
    EXPECT_THAT(batch.threads, IsEmpty());
}

} // namespace
} // namespace greffe::test
