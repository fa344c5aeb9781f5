// Submissions, edits and deletions with versions, in any order and as often as one likes: what is stored is
// the newest of those that were taken. Held against an oracle that only compares numbers, over the real
// store.
#include "tests/integration/store/ingest_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace greffe::test {
namespace {

using domain::comment_status;
using domain::errc;
using service::submit_effect;

enum class what { submission, edition, removal };

/// What a site sends, with its place in the comment's life as the site knows it.
struct sent {
    what kind;
    std::int64_t version;
    std::string body;
};

/// A life of distinct versions: it begins with the submission.
std::vector<sent> life(std::mt19937& random) {
    std::vector<sent> all{{what::submission, 1, "texte 1"}};
    const int length = std::uniform_int_distribution(1, 6)(random);
    for (int v = 2; v <= 1 + length; ++v) {
        const auto kind = std::uniform_int_distribution(0, 9)(random);
        // Few bodies: an older one comes again under a newer version.
        const auto body = "texte " + std::to_string(std::uniform_int_distribution(1, 3)(random));
        all.push_back({kind < 3 ? what::removal : kind < 5 ? what::submission : what::edition, v, body});
    }
    return all;
}

/// Each at least once, in any order.
std::vector<sent> delivered(const std::vector<sent>& life, std::mt19937& random) {
    std::vector<sent> all = life;
    const int repeats = std::uniform_int_distribution(0, 6)(random);
    for (int i = 0; i < repeats; ++i)
        all.push_back(life[std::uniform_int_distribution<std::size_t>(0, life.size() - 1)(random)]);
    std::ranges::shuffle(all, random);
    return all;
}

class late_events : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        house_ = std::make_unique<ingest_harness>();
        house_->article("a");
    }
    static void TearDownTestSuite() { house_.reset(); }

    static domain::result<service::submit_answer> send(const std::string& id, const sent& event) {
        auto comment = a_comment(id, event.body);
        comment.source_version = event.version;
        switch (event.kind) {
        case what::submission: return house_->submit("a", comment);
        case what::edition: return house_->edit(id, {event.body, {}, {}, event.version});
        case what::removal: break;
        }
        return house_->await(house_->comments.remove(house_->site, id, event.version));
    }
    static std::vector<std::string> stored(const std::string& id) {
        return house_->row("SELECT c.status, r.body FROM greffe.comment c JOIN greffe.revision r "
                           "USING (site_id, comment_id, revision) WHERE c.external_id = '" +
                           id + "'");
    }
    static std::unique_ptr<ingest_harness> house_;
};
std::unique_ptr<ingest_harness> late_events::house_;

TEST_F(late_events, any_order_and_repetition_ends_in_the_newest_version) {
    std::mt19937 random(20);
    for (int round = 0; round < 150; ++round) {
        const auto id = "c" + std::to_string(round);
        std::optional<sent> newest;
        std::string story;
        for (const auto& event : delivered(life(random), random)) {
            const auto answer = send(id, event);
            story += "\n" + std::to_string(static_cast<int>(event.kind)) + " v" +
                     std::to_string(event.version) + " " + event.body;
            if (!answer) { // nothing is there yet: whoever sent it knows, and sends it again
                ASSERT_EQ(answer.error().code, errc::not_found) << story;
                ASSERT_FALSE(newest) << story;
                ASSERT_NE(event.kind, what::submission) << story;
                continue;
            }
            if (!newest || newest->version < event.version) newest = event;
        }
        ASSERT_TRUE(newest) << story;
        const auto found = stored(id);
        if (newest->kind == what::removal) {
            EXPECT_EQ(found.at(0), "deleted") << story;
        } else {
            EXPECT_EQ(found.at(0), "published") << story;
            EXPECT_EQ(found.at(1), newest->body) << story;
        }
    }
    EXPECT_THAT(broken_promises(house_->url), testing::IsEmpty());
}

TEST_F(late_events, a_retried_submission_never_undoes_an_edit) {
    ASSERT_TRUE(house_->submit("a", "retried", "A"));
    ASSERT_TRUE(house_->edit("retried", {"B", {}, {}, {}}));
    EXPECT_EQ(house_->submit("a", "retried", "A").value().effect, submit_effect::superseded);
    EXPECT_EQ(stored("retried").at(1), "B");
}

TEST_F(late_events, a_deletion_is_final_for_what_is_older_and_for_what_has_no_version) {
    ASSERT_TRUE(send("final", {what::submission, 1, "A"}));
    ASSERT_EQ(send("final", {what::removal, 3, {}}).value().effect, submit_effect::deleted);
    EXPECT_EQ(send("final", {what::removal, 3, {}}).value().effect, submit_effect::unchanged);
    EXPECT_EQ(send("final", {what::edition, 2, "B"}).value().effect, submit_effect::superseded);
    EXPECT_EQ(send("final", {what::edition, 3, "C"}).value().effect, submit_effect::superseded)
        << "of equal versions the deletion wins";
    EXPECT_EQ(house_->submit("a", "final", "A").value().effect, submit_effect::unchanged);
    EXPECT_EQ(house_->edit("final", {"D", {}, {}, {}}).error().code, errc::invalid_transition);
    EXPECT_EQ(stored("final").at(0), "deleted");
}

TEST_F(late_events, a_late_deletion_is_superseded) {
    ASSERT_TRUE(send("late", {what::submission, 1, "A"}));
    ASSERT_TRUE(send("late", {what::edition, 5, "B"}));
    EXPECT_EQ(send("late", {what::removal, 4, {}}).value().effect, submit_effect::superseded);
    EXPECT_EQ(stored("late"), (std::vector<std::string>{"published", "B"}));
    EXPECT_EQ(send("late", {what::removal, 5, {}}).value().effect, submit_effect::deleted);
}

TEST_F(late_events, what_comes_back_is_judged_upon_the_status_before_the_deletion) {
    house_->use_rules(R"(
ruleset: essai
rules:
  - {id: retenir, for: comment, mode: live, when: {text: 'retenir'}, then: {action: hold, score: 50}, examples: {match: [{text: "retenir"}], pass: [{text: "non"}]}}
)");
    ASSERT_EQ(send("back", {what::submission, 1, "à retenir"}).value().status, comment_status::held);
    ASSERT_TRUE(send("back", {what::removal, 2, {}}));
    EXPECT_EQ(send("back", {what::edition, 3, "bonjour"}).value().status, comment_status::held);
    EXPECT_EQ(house_->value("SELECT k.state FROM greffe.review_case k JOIN greffe.comment c USING (site_id, "
                            "comment_id) WHERE c.external_id = 'back'"),
              "open");
    EXPECT_THAT(broken_promises(house_->url), testing::IsEmpty());
}

TEST_F(late_events, times_of_clients_are_compared_with_each_other_only) {
    // The site's clock is a year behind ours: an edit without a time came in between.
    const domain::timestamp behind{std::chrono::seconds{1'600'000'000}};
    ASSERT_TRUE(house_->submit("a", "clock", "A"));
    ASSERT_EQ(house_->edit("clock", {"B", {}, behind, {}}).value().effect, submit_effect::revised);
    ASSERT_EQ(house_->edit("clock", {"C", {}, {}, {}}).value().effect, submit_effect::revised);
    EXPECT_EQ(house_->edit("clock", {"D", {}, behind + std::chrono::seconds{1}, {}}).value().effect,
              submit_effect::revised);
    EXPECT_EQ(house_->edit("clock", {"B", {}, behind, {}}).value().effect, submit_effect::superseded);
    EXPECT_EQ(house_->edit("clock", {"D", {}, behind + std::chrono::seconds{9}, {}}).value().effect,
              submit_effect::unchanged);
    EXPECT_EQ(house_->edit("clock", {"E", {}, behind + std::chrono::seconds{5}, {}}).value().effect,
              submit_effect::superseded)
        << "what changed nothing still told the newest time";
}

} // namespace
} // namespace greffe::test
