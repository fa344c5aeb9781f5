// The review against a slow, obvious oracle: a few comments in memory, moved by nothing but the domain's pure
// functions. Random operations go to both; after each the answer, the rows and the log must agree.
#include "tests/integration/store/review_house.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

namespace greffe::test {
namespace {

using domain::case_cause;
using domain::case_state;
using domain::comment_status;
using domain::decision_action;
using domain::errc;
using domain::report_outcome;

struct model_comment {
    domain::comment_id id;
    std::string external_id;
    comment_status status = comment_status::published;
    int revision = 1;
    std::optional<int> shown;
    std::optional<int> immune;
    std::optional<case_state> state;
    std::int64_t version = 0;
    int reports = 0;
    std::optional<domain::key_id> holder;                 ///< of a lease that runs
    std::map<std::pair<std::string, int>, bool> reported; ///< (reader, revision)
    std::map<report_outcome, int> outcomes;
    int decisions = 0;
    int events = 0;
};

using outcome = std::optional<errc>; ///< nullopt: done

class model {
  public:
    outcome report(model_comment& c, const std::string& reader) {
        const int revision = c.shown.value_or(c.revision);
        if (!reader.empty() && c.reported.contains({reader, revision})) return std::nullopt;
        if (c.status == comment_status::deleted) return errc::invalid_transition;
        if (!reader.empty()) c.reported[{reader, revision}] = true;
        ++c.events;
        if (c.immune == revision) {
            ++c.outcomes[report_outcome::not_upheld];
            return std::nullopt;
        }
        ++c.outcomes[report_outcome::pending];
        open(c, case_cause::report);
        ++c.reports;
        return std::nullopt;
    }
    outcome by_hand(model_comment& c) {
        if (c.status == comment_status::deleted) return errc::invalid_transition;
        if (!c.state || c.state == case_state::closed) open(c, case_cause::by_hand);
        return std::nullopt;
    }
    outcome lease(model_comment& c, domain::key_id who, bool take) {
        if (const auto refused = unworkable(c, who)) return refused;
        c.holder = take ? std::optional(who) : std::nullopt;
        return std::nullopt;
    }
    outcome escalate(model_comment& c, domain::key_id who) {
        if (const auto refused = unworkable(c, who)) return refused;
        const auto to = domain::change_case(c.state, case_cause::escalate);
        if (!to) return to.error().code;
        c.state = *to;
        ++c.version;
        c.holder.reset();
        ++c.events;
        return std::nullopt;
    }
    outcome decide(model_comment& c, const domain::principal& who, decision_action action,
                   std::int64_t version) {
        if (!c.state) return errc::not_found;
        if (version != c.version) return errc::stale_version;
        if (c.holder && *c.holder != who.key) return errc::lease_held_by_other;
        if (c.state == case_state::escalated && who.acting_as == domain::role::moderator)
            return errc::forbidden;
        const auto to = domain::change_case(c.state, case_cause::decision);
        if (!to) return to.error().code;
        const auto status = domain::status_after_decision(c.status, action);
        if (!status) return status.error().code;
        c.state = *to;
        c.status = *status;
        ++c.version;
        c.reports = 0;
        c.holder.reset();
        if (action == decision_action::approve) c.shown = c.immune = c.revision;
        if (action == decision_action::reject) c.immune.reset();
        const auto told = action == decision_action::approve  ? report_outcome::not_upheld
                          : action == decision_action::reject ? report_outcome::upheld
                                                              : report_outcome::neutral;
        c.outcomes[told] += std::exchange(c.outcomes[report_outcome::pending], 0);
        ++c.decisions;
        ++c.events;
        return std::nullopt;
    }

  private:
    static void open(model_comment& c, case_cause cause) {
        const bool fresh = !c.state || c.state == case_state::closed;
        c.state = domain::change_case(c.state, cause).value();
        ++c.version;
        if (!fresh) return;
        c.holder.reset();
        ++c.events;
    }
    static outcome unworkable(const model_comment& c, domain::key_id who) {
        if (!c.state) return errc::not_found;
        if (c.state == case_state::closed) return errc::invalid_transition;
        if (c.holder && *c.holder != who) return errc::lease_held_by_other;
        return std::nullopt;
    }
};

template <class Answer>
outcome outcome_of(const domain::result<Answer>& answer) {
    return answer ? std::nullopt : std::optional(answer.error().code);
}

class ReviewModel : public testing::TestWithParam<unsigned> {
  protected:
    void SetUp() override {
        for (const auto status : {comment_status::published, comment_status::held, comment_status::rejected,
                                  comment_status::published, comment_status::deleted}) {
            model_comment c;
            c.external_id = "c" + std::to_string(comments.size());
            c.id = house.add_comment(place, c.external_id, status);
            c.status = status;
            if (status == comment_status::published) c.shown = 1;
            if (status == comment_status::held) {
                c.state = case_state::open;
                c.version = 1;
            }
            comments.push_back(c);
        }
    }

    int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random); }

    void step() {
        auto& c = comments[static_cast<std::size_t>(roll(static_cast<int>(comments.size())))];
        const auto& who = people[static_cast<std::size_t>(roll(3))];
        switch (roll(12)) {
        case 0:
        case 1: {
            const std::string reader = roll(3) == 0 ? std::string() : "lecteur-" + std::to_string(roll(4));
            told = "report by " + reader;
            const auto answer = await(house.review.report(
                who, place.site, c.external_id,
                report_of("spam", reader.empty() ? std::nullopt : std::optional(reader)), std::nullopt));
            EXPECT_EQ(outcome_of(answer), oracle.report(c, reader));
            break;
        }
        case 2: {
            told = "open by hand";
            const auto answer = await(house.review.open_case(who, place.site, c.external_id, "appel"));
            EXPECT_EQ(outcome_of(answer), oracle.by_hand(c));
            break;
        }
        case 3:
        case 4: {
            told = "renew";
            const auto answer = await(house.review.renew(who, c.id));
            EXPECT_EQ(outcome_of(answer), oracle.lease(c, who.key, true));
            break;
        }
        case 5: {
            told = "release";
            const auto answer = await(house.review.release(who, c.id));
            EXPECT_EQ(outcome_of(answer), oracle.lease(c, who.key, false));
            break;
        }
        case 6: {
            told = "escalate";
            const auto answer = await(house.review.escalate(who, c.id, "juridique"));
            EXPECT_EQ(outcome_of(answer), oracle.escalate(c, who.key));
            break;
        }
        case 7: claim(who); break;
        case 8:
            told = "time passes";
            house.expire_leases();
            for (auto& each : comments) each.holder.reset();
            break;
        default: {
            const auto action = domain::all_decision_actions[static_cast<std::size_t>(roll(3))];
            const auto version = std::max<std::int64_t>(1, c.version - (roll(5) == 0 ? 1 : 0));
            told =
                "decide " + std::string(domain::to_string(action)) + " on version " + std::to_string(version);
            const auto answer =
                await(house.review.decide(who, c.id, decision_of(action, version), std::nullopt));
            EXPECT_EQ(outcome_of(answer), oracle.decide(c, who, action, version));
            if (answer) {
                EXPECT_EQ(answer->version, c.version);
                EXPECT_EQ(answer->status, c.status);
            }
        }
        }
        told += " on " + c.external_id;
    }

    void claim(const domain::principal& who) {
        told = "claim";
        const auto count = 1 + roll(2);
        const auto claimed = await(house.review.claim(who, std::nullopt, count, std::nullopt)).value();
        const auto may_have = [&](const model_comment& c) {
            return !c.holder && (c.state == case_state::open || (c.state == case_state::escalated &&
                                                                 who.acting_as == domain::role::supervisor));
        };
        EXPECT_EQ(claimed.cases.size(),
                  std::min(static_cast<std::size_t>(count),
                           static_cast<std::size_t>(std::ranges::count_if(comments, may_have))));
        for (const auto& one : claimed.cases) {
            auto& c = *std::ranges::find(comments, one.id, &model_comment::id);
            EXPECT_TRUE(may_have(c));
            EXPECT_EQ(one.version, c.version);
            c.holder = who.key;
        }
    }

    void expect_agreement() {
        const auto rows = house.sql(
            "SELECT c.comment_id, c.status, coalesce(c.public_revision, 0), coalesce(c.immune_revision, 0), "
            "coalesce(k.state, ''), coalesce(k.version, 0), coalesce(k.report_count, 0), "
            "CASE WHEN k.lease_until > now() THEN k.lease_holder::text ELSE '' END, "
            "(SELECT count(*) FROM greffe.decision d WHERE d.comment_id = c.comment_id), "
            "(SELECT count(*) FROM greffe.event e WHERE e.comment_id = c.comment_id), "
            "(SELECT string_agg(outcome || n, ' ' ORDER BY outcome) FROM (SELECT outcome, count(*) AS n FROM "
            "greffe.report r WHERE r.comment_id = c.comment_id GROUP BY outcome) AS o) "
            "FROM greffe.comment c LEFT JOIN greffe.review_case k USING (site_id, comment_id)");
        for (const auto& row : rows) {
            const auto id = domain::comment_id::parse(row[0].c_str()).value();
            const auto& c = *std::ranges::find(comments, id, &model_comment::id);
            const auto is = [&](int column, const std::string& expected) {
                EXPECT_EQ(row[column].c_str(), expected) << c.external_id << " column " << column;
            };
            is(1, std::string(domain::to_string(c.status)));
            is(2, std::to_string(c.shown.value_or(0)));
            is(3, std::to_string(c.immune.value_or(0)));
            is(4, c.state ? std::string(domain::to_string(*c.state)) : "");
            is(5, std::to_string(c.version));
            is(6, std::to_string(c.reports));
            is(7, c.holder ? c.holder->to_string() : "");
            is(8, std::to_string(c.decisions));
            is(9, std::to_string(c.events));
            std::map<std::string, int> by_name;
            for (const auto& [which, n] : c.outcomes)
                if (n > 0) by_name[std::string(domain::to_string(which))] = n;
            std::string told_outcomes;
            for (const auto& [name, n] : by_name)
                told_outcomes += (told_outcomes.empty() ? "" : " ") + name + std::to_string(n);
            is(10, told_outcomes);
            if (c.status == comment_status::held) {
                EXPECT_TRUE(c.state && c.state != case_state::closed) << "a held comment without a case";
            }
        }
        const auto log =
            house.sql("SELECT t.next_seq - 1, count(e.seq), coalesce(max(e.seq), 0), t.published_count, "
                      "(SELECT count(*) FROM greffe.outbox), (SELECT count(*) FROM greffe.comment WHERE "
                      "status = 'published') FROM greffe.thread t LEFT JOIN greffe.event e USING (site_id, "
                      "article_id) GROUP BY t.next_seq, t.published_count");
        EXPECT_STREQ(log[0][0].c_str(), log[0][1].c_str()) << "numbers given and events written";
        EXPECT_STREQ(log[0][0].c_str(), log[0][2].c_str()) << "no gap";
        EXPECT_STREQ(log[0][1].c_str(), log[0][4].c_str()) << "every event is in the outbox";
        EXPECT_STREQ(log[0][3].c_str(), log[0][5].c_str()) << "published_count";
    }

    review_house house;
    tenant place = house.add_tenant("bourse");
    std::vector<domain::principal> people{review_house::someone(domain::role::moderator),
                                          review_house::someone(domain::role::moderator),
                                          review_house::someone(domain::role::supervisor)};
    std::vector<model_comment> comments;
    model oracle;
    std::mt19937 random{GetParam()};
    std::string told;
};

TEST_P(ReviewModel, AgreesAfterEveryRandomStep) {
    for (int i = 0; i < 250 && !HasFailure(); ++i) {
        step();
        expect_agreement();
        if (HasFailure()) ADD_FAILURE() << "step " << i << ": " << told;
    }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReviewModel, testing::Values(1U, 2U, 3U, 4U));

} // namespace
} // namespace greffe::test
