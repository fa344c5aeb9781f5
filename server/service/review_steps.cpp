#include "server/service/review_steps.hpp"

#include "server/service/answers_json.hpp"
#include "server/service/case_priority.hpp"
#include "server/service/triage_report.hpp"

#include <algorithm>
#include <map>

namespace greffe::service {

using domain::errc;
using domain::fail;
using ports::locked_rows;
using ports::review_case_row;
using ports::review_change;

namespace {

/// Seals the next event of a change: every one names the comment and the revision it is about.
void add_event(review_change& change, const locked_rows& known, const environment& env, std::string kind,
               int revision, boost::json::object codes, std::map<std::string, std::string> texts = {}) {
    codes["comment"] = known.comment.to_string();
    codes["revision"] = revision;
    std::erase_if(texts, [](const auto& field) { return field.second.empty(); });
    const archive::event happened{
        .thread = known.article,
        .seq = known.next_seq + static_cast<std::int64_t>(change.events.size()),
        .kind = kind,
        .at = known.now,
        .codes = std::move(codes),
        .fields = std::move(texts),
    };
    change.events.push_back({.kind = std::move(kind), .sealed = archive::seal(happened, env.new_salt)});
}

domain::result<void> check_alive(const locked_rows& known) {
    if (known.state.status == domain::comment_status::erased)
        return fail(errc::gone, {}, "the comment was erased");
    if (known.state.status == domain::comment_status::deleted)
        return fail(errc::invalid_transition, "status", "the comment is deleted");
    return {};
}

bool is_unclosed(const std::optional<review_case_row>& review) {
    return review && review->state != domain::case_state::closed;
}

/// The case after a cause that opens: a new or reopened one, or the unclosed one as it is.
domain::result<review_case_row> opened(const locked_rows& known, domain::case_cause cause) {
    const auto state =
        domain::change_case(known.review ? std::optional(known.review->state) : std::nullopt, cause);
    if (!state) return state.error();
    if (is_unclosed(known.review)) return *known.review;
    return review_case_row{
        .state = *state,
        .version = known.review ? known.review->version + 1 : 1,
        .cause = cause,
        .opened_at = known.now,
        .held = std::nullopt,
    };
}

void add_case_opened(review_change& change, const locked_rows& known, const environment& env,
                     const review_case_row& review, const std::string& reason) {
    boost::json::object codes{{"case", domain::to_string(review.state)},
                              {"cause", domain::to_string(review.cause)},
                              {"version", review.version}};
    if (!reason.empty()) codes["reason"] = reason;
    add_event(change, known, env, "case_opened", known.revision, std::move(codes));
}

case_answer answer_of(const locked_rows& known, const review_case_row& review) {
    case_answer answer{
        .id = known.comment, .state = review.state, .version = review.version, .leased_until = {}};
    if (review.held && review.held->until > known.now) answer.leased_until = review.held->until;
    return answer;
}

review_change case_change(const locked_rows& known, review_case_row after) {
    review_change change;
    change.answer = to_json(answer_of(known, after));
    if (known.review != after) change.review = std::move(after);
    return change;
}

/// The case, unclosed, and with nobody else working on it.
domain::result<review_case_row> workable(const locked_rows& known, domain::key_id who) {
    if (!known.review) return fail(errc::not_found, {}, "the comment has no case");
    if (known.review->state == domain::case_state::closed)
        return fail(errc::invalid_transition, "case", "the case is closed");
    if (auto mine = domain::check_lease(known.review->held, who, known.now); !mine) return mine.error();
    return *known.review;
}

std::string what_changed(const locked_rows& known, std::int64_t seen) {
    const auto& review = *known.review;
    std::string text = "the case is at version " + std::to_string(review.version) + ", not " +
                       std::to_string(seen) + ": it is " + std::string(domain::to_string(review.state)) +
                       ", the comment is " + std::string(domain::to_string(known.state.status)) +
                       " at revision " + std::to_string(known.revision) + " with " +
                       std::to_string(review.report_count) + " reports that wait";
    if (known.decided)
        text += "; the last decision is " + std::string(domain::to_string(known.decided->action)) + " at " +
                domain::to_rfc3339(known.decided->at);
    return text;
}

struct action_effect {
    domain::decision_action action;
    domain::status_cause cause;
    domain::report_outcome reports;
};
constexpr action_effect action_effects[] = {
    {domain::decision_action::approve, domain::status_cause::approve, domain::report_outcome::not_upheld},
    {domain::decision_action::reject, domain::status_cause::reject, domain::report_outcome::upheld},
    {domain::decision_action::dismiss, domain::status_cause::approve, domain::report_outcome::neutral},
};

/// The comment after a decision: an approved revision is the public one, and immune; a rejected one is immune
/// no more.
ports::comment_state decided_state(const locked_rows& known, domain::decision_action action,
                                   domain::comment_status status) {
    auto after = known.state;
    after.status = status;
    if (action == domain::decision_action::approve)
        after.public_revision = after.immune_revision = known.revision;
    if (action == domain::decision_action::reject) after.immune_revision.reset();
    return after;
}

/// Whoever holds the case gives it up: a supervisor must look.
void escalate_by_rules(review_change& change, const locked_rows& known, const environment& env,
                       review_case_row& review, const report_triage& triage) {
    const auto state = domain::change_case(review.state, domain::case_cause::escalate);
    if (!state) return; // escalated already
    review.state = *state;
    review.held.reset();
    add_event(change, known, env, "escalated", known.revision,
              {{"case", domain::to_string(*state)},
               {"version", review.version},
               {"ruleset", triage.ruleset_version},
               {"rules", rules_that(triage, &rules::report_effect::escalate)}});
}

/// Why the text that was reported goes out of sight, as codes of the event; empty: it does not. `weighing`:
/// the reports that wait, this one included.
boost::json::object reasons_to_hide(const std::optional<report_triage>& triage, std::int64_t weighing,
                                    std::optional<int> threshold) {
    boost::json::object reasons;
    if (triage && triage->verdict.effect.hide) {
        reasons["ruleset"] = triage->ruleset_version;
        reasons["rules"] = rules_that(*triage, &rules::report_effect::hide);
    }
    if (threshold && weighing >= *threshold) reasons["weight"] = weighing;
    return reasons;
}

/// Takes the text that was reported out of sight, if it is in sight and no person has approved it.
void hide(review_change& change, const locked_rows& known, const environment& env, int revision,
          const review_case_row& review, boost::json::object reasons) {
    if (known.state.immune_revision == revision || known.state.public_revision != revision) return;
    auto after = known.state;
    if (known.state.status == domain::comment_status::published)
        after.status = domain::change_status(known.state.status, domain::comment_status::held,
                                             domain::status_cause::report_threshold)
                           .value();
    else if (known.state.status == domain::comment_status::held && revision < known.revision)
        after.public_revision.reset(); // what was shown while an edit is held
    else
        return;
    change.comment = after;
    reasons["status"] = domain::to_string(after.status);
    reasons["case"] = domain::to_string(review.state);
    reasons["version"] = review.version;
    add_event(change, known, env, "hidden", revision, std::move(reasons));
}

/// The system's approval. Nobody has looked: the revision is not immune, and no report is judged.
domain::result<review_change> approved_by_system(const locked_rows& known, const environment& env) {
    const domain::principal system{
        .key = domain::system_key, .acting_as = domain::role::admin, .site = known.site, .label = {}};
    const decide_request request{.action = domain::decision_action::approve,
                                 .reason = "deadline",
                                 .note = {},
                                 .policy = std::nullopt,
                                 .version = known.review->version};
    auto change = step_decide(known, system, request, env);
    if (!change) return change;
    change->comment->immune_revision = known.state.immune_revision;
    change->pending_reports.reset();
    return change;
}

} // namespace

domain::result<review_change> step_report(const locked_rows& known, const domain::new_report& report,
                                          const domain::site_settings& settings, const environment& env) {
    review_change change;
    if (known.reported_before) {
        auto first = *known.reported_before;
        first.duplicate = true;
        change.answer = to_json(first);
        return change;
    }
    if (auto alive = check_alive(known); !alive) return alive.error();

    if (report.revision && *report.revision > known.revision)
        return fail(errc::invalid_field, "revision", "the comment has no such revision");
    const int revision = ports::reported_revision(known, report.revision);
    const bool illegal = report.kind == domain::report_kind::illegal;
    // A report of a text that was edited since comes late when a person has approved what stands there now.
    const bool counts = illegal || (known.state.immune_revision != revision &&
                                    known.state.immune_revision != ports::reported_revision(known));
    const auto outcome = counts ? domain::report_outcome::pending : domain::report_outcome::not_upheld;
    const domain::report_id id{env.new_id()};
    int weight = weight_of_report(known, report);
    const auto triage = counts ? triage_report(known, report, weight) : std::nullopt;
    const bool discounted = triage && triage->verdict.effect.discount;
    if (discounted) weight = 0;
    change.report = {.id = id,
                     .fresh_reader = env.new_id(),
                     .revision = revision,
                     .outcome = outcome,
                     .report = report,
                     .weight = weight};
    if (triage) {
        change.report->ruleset_version = triage->ruleset_version;
        change.report->matches = triage->verdict.matches;
    }
    change.answer = to_json(report_answer{.receipt = id, .outcome = outcome, .received_at = known.now});

    std::map<std::string, std::string> texts{{"text", report.text}};
    if (report.illegal_notice) texts["explanation"] = report.illegal_notice->explanation;
    boost::json::object codes{{"report", id.to_string()},
                              {"kind", domain::to_string(report.kind)},
                              {"reason", report.reason},
                              {"outcome", domain::to_string(outcome)}};
    if (triage) add_codes(codes, *triage);
    add_event(change, known, env, "reported", revision, std::move(codes), std::move(texts));
    if (!counts) return change;

    auto review = opened(known, domain::case_cause::report);
    if (!review) return review.error();
    const bool joined = is_unclosed(known.review);
    review->version += joined ? 1 : 0;
    review->report_count += 1;
    const int weighing = review->report_count - (joined ? known.discounted : 0) - (discounted ? 1 : 0);
    const int by_number = case_priority(review->cause, std::max(weighing, 0), illegal);
    if (!triage) {
        review->priority = std::max(review->priority, by_number);
    } else {
        int raised = triage->raises;
        for (const auto& [rule, by] : known.asked->raised) raised += by;
        review->priority = std::max(joined ? moved_priority(review->priority, triage->raises) : 0,
                                    moved_priority(by_number, raised));
    }
    if (!joined) add_case_opened(change, known, env, *review, report.reason);
    if (triage && triage->verdict.effect.escalate) escalate_by_rules(change, known, env, *review, *triage);
    auto reasons = reasons_to_hide(triage, known.weighing + weight, settings.hide_weight);
    if (!reasons.empty()) hide(change, known, env, revision, *review, std::move(reasons));
    change.review = *review;
    return change;
}

domain::result<review_change> step_open_by_hand(const locked_rows& known, const std::string& reason,
                                                const environment& env) {
    if (auto alive = check_alive(known); !alive) return alive.error();
    auto review = opened(known, domain::case_cause::by_hand);
    if (!review) return review.error();
    review->priority =
        std::max(review->priority, case_priority(domain::case_cause::by_hand, review->report_count, false));
    auto change = case_change(known, *review);
    if (!is_unclosed(known.review)) add_case_opened(change, known, env, *review, reason);
    return change;
}

domain::result<review_change> step_renew(const locked_rows& known, domain::key_id who,
                                         std::chrono::seconds length) {
    auto review = workable(known, who);
    if (!review) return review.error();
    review->held = domain::lease{.holder = who, .until = known.now + length};
    return case_change(known, *review);
}

domain::result<review_change> step_release(const locked_rows& known, domain::key_id who) {
    auto review = workable(known, who);
    if (!review) return review.error();
    review->held.reset();
    return case_change(known, *review);
}

domain::result<review_change> step_escalate(const locked_rows& known, domain::key_id who,
                                            const std::string& reason, const environment& env) {
    auto review = workable(known, who);
    if (!review) return review.error();
    const auto state = domain::change_case(review->state, domain::case_cause::escalate);
    if (!state) return state.error();
    review->state = *state;
    review->version += 1;
    review->held.reset();
    auto change = case_change(known, *review);
    boost::json::object codes{{"case", domain::to_string(*state)}, {"version", review->version}};
    if (!reason.empty()) codes["reason"] = reason;
    add_event(change, known, env, "escalated", known.revision, std::move(codes));
    return change;
}

domain::result<review_change> step_decide(const locked_rows& known, const domain::principal& who,
                                          const decide_request& request, const environment& env) {
    if (!known.review) return fail(errc::not_found, {}, "the comment has no case");
    auto review = *known.review;
    if (review.version != request.version)
        return fail(errc::stale_version, "version", what_changed(known, request.version));
    if (auto mine = domain::check_lease(review.held, who.key, known.now); !mine) return mine.error();
    const bool senior = who.acting_as == domain::role::supervisor || who.acting_as == domain::role::admin;
    if (review.state == domain::case_state::escalated && !senior)
        return fail(errc::forbidden, {}, "an escalated case is for a supervisor");
    const auto state = domain::change_case(review.state, domain::case_cause::decision);
    if (!state) return state.error();
    const auto& effect = *std::ranges::find(action_effects, request.action, &action_effect::action);
    const auto status = domain::status_after_decision(known.state.status, request.action);
    if (!status) return status.error();
    if (*status != known.state.status)
        if (const auto moved = domain::change_status(known.state.status, *status, effect.cause); !moved)
            return moved.error();

    review.state = *state;
    review.version += 1;
    review.report_count = 0;
    review.held.reset();
    review.deadline.reset();

    const decision_view decision{
        .id = {env.new_id()},
        .action = request.action,
        .reason = request.reason,
        .note = request.note,
        .policy = request.policy,
        .revision = known.revision,
        .decider = who.key,
        .decided_at = known.now,
        .status_before = known.state.status,
        .status_after = *status,
    };
    review_change change;
    change.answer = to_json(decision_answer{.id = decision.id,
                                            .comment = known.comment,
                                            .action = decision.action,
                                            .status = *status,
                                            .state = *state,
                                            .version = review.version});
    boost::json::object codes{
        {"decision", decision.id.to_string()}, {"action", domain::to_string(decision.action)},
        {"reason", decision.reason},           {"status", domain::to_string(*status)},
        {"case", domain::to_string(*state)},   {"version", review.version}};
    if (decision.policy) codes["policy"] = *decision.policy;
    add_event(change, known, env, "decided", known.revision, std::move(codes), {{"note", decision.note}});
    change.comment = decided_state(known, request.action, *status);
    change.pending_reports = effect.reports;
    change.decision = decision;
    change.review = review;
    return change;
}

std::optional<ports::missed_deadline> step_deadline(const locked_rows& known, const environment& env) {
    if (!is_unclosed(known.review) || !known.review->deadline) return std::nullopt;
    auto review = *known.review;
    auto& deadline = *review.deadline;
    if (deadline.missed_at || deadline.at > known.now || deadline.then == domain::deadline_action::stay_held)
        return std::nullopt;
    if (review.held && review.held->until > known.now) return std::nullopt;
    const bool held = known.state.status == domain::comment_status::held;
    const bool unasked = review.state == domain::case_state::open && review.report_count == 0;
    if (deadline.then == domain::deadline_action::publish && held && unasked) {
        auto published = approved_by_system(known, env);
        if (published) return ports::missed_deadline{deadline.then, *std::move(published)};
    }
    ports::missed_deadline missed;
    deadline.missed_at = known.now;
    if (deadline.then == domain::deadline_action::publish && !held) {
        missed.did = domain::deadline_action::stay_held;
        missed.change.review = review;
        return missed;
    }
    missed.did = domain::deadline_action::alert;
    review.priority = std::max(review.priority, missed_deadline_priority);
    missed.change.review = review;
    add_event(missed.change, known, env, "deadline_missed", known.revision,
              {{"case", domain::to_string(review.state)},
               {"version", review.version},
               {"deadline", domain::to_rfc3339(deadline.at)}});
    return missed;
}

} // namespace greffe::service
