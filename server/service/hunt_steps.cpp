#include "server/service/hunt_steps.hpp"

#include "server/service/case_priority.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace greffe::service {

namespace {

using domain::case_cause;
using domain::case_state;
using domain::comment_status;

void add_event(ports::review_change& change, const ports::locked_rows& known, std::string kind,
               boost::json::object codes, const environment& env) {
    codes["comment"] = known.comment.to_string();
    codes["revision"] = known.revision;
    const archive::event happened{.thread = known.article,
                                  .seq = known.next_seq,
                                  .kind = kind,
                                  .at = known.now,
                                  .codes = std::move(codes),
                                  .fields = {}};
    change.events.push_back({.kind = std::move(kind), .sealed = archive::seal(happened, env.new_salt)});
}

} // namespace

std::optional<ports::hunted_case> step_hunt(const ports::locked_rows& known, int revision, const ruling& made,
                                            domain::uuid hunt, const environment& env) {
    if (known.revision != revision || known.state.immune_revision == known.revision) return std::nullopt;
    const auto status =
        domain::change_status(known.state.status, comment_status::held, domain::status_cause::hunt);
    if (!status) return std::nullopt;

    ports::hunted_case hunted;
    hunted.opened = !known.review || known.review->state == case_state::closed;
    ports::review_case_row review = known.review.value_or(ports::review_case_row{});
    review.state = domain::change_case(known.review ? std::optional(known.review->state) : std::nullopt,
                                       case_cause::hunt)
                       .value();
    if (known.review) ++review.version;
    if (hunted.opened) {
        review.cause = case_cause::hunt;
        review.priority = 0;
        review.opened_at = known.now;
        review.held.reset();
        review.deadline.reset();
    }
    review.priority = std::max(review.priority, case_priority(case_cause::hunt, review.report_count, false));
    if (made.deadline)
        review.deadline =
            domain::case_deadline{.at = known.now + made.deadline->within, .then = made.deadline->then};
    hunted.version = review.version;

    boost::json::array live;
    for (const auto& match : made.verdict.matches) {
        if (match.mode != rules::rule_mode::live) continue;
        live.emplace_back(match.rule);
        hunted.matches.push_back(match);
    }
    boost::json::object codes{{"hunt", hunt.to_string()},
                              {"verdict", to_string(made.verdict.does)},
                              {"score", made.verdict.score},
                              {"status", domain::to_string(*status)},
                              {"case", domain::to_string(review.state)},
                              {"version", review.version},
                              {"rules", std::move(live)}};
    if (made.verdict.policy) codes["policy"] = *made.verdict.policy;
    hunted.change.comment = known.state;
    hunted.change.comment->status = *status;
    hunted.change.review = std::move(review);
    add_event(hunted.change, known, "hunted", std::move(codes), env);
    return hunted;
}

std::optional<ports::review_change> step_release(const ports::locked_rows& known,
                                                 const ports::held_by_hunt& what, domain::uuid hunt,
                                                 const environment& env) {
    if (!known.review || known.review->version != what.case_version || known.revision != what.revision ||
        known.state.status != comment_status::held)
        return std::nullopt;
    auto review = *known.review;
    if (review.held && review.held->until > known.now) return std::nullopt;
    const auto status =
        domain::change_status(known.state.status, comment_status::published, domain::status_cause::undo);
    if (!status) return std::nullopt;
    if (what.opened) {
        const auto closed = domain::change_case(review.state, case_cause::moot);
        if (!closed) return std::nullopt;
        review.state = *closed;
        review.held.reset();
    }
    review.deadline.reset();
    ++review.version;
    ports::review_change change;
    change.comment = known.state;
    change.comment->status = *status;
    add_event(change, known, "hunt_undone",
              {{"hunt", hunt.to_string()},
               {"status", domain::to_string(*status)},
               {"case", domain::to_string(review.state)},
               {"version", review.version}},
              env);
    change.review = std::move(review);
    return change;
}

} // namespace greffe::service
