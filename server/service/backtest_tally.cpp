#include "server/service/backtest_tally.hpp"

#include <algorithm>

namespace greffe::service {

namespace {

using domain::comment_status;
using domain::decision_action;
using greffe::rules::action;

std::size_t place_of(comment_status status) {
    return static_cast<std::size_t>(status); // published, held, rejected come first
}

/// Published, flagged, held, rejected: as rules::action.
int severity(comment_status status, bool flagged) {
    if (status == comment_status::published) return flagged ? 1 : 0;
    return status == comment_status::held ? 2 : 3;
}

bool is_unsoftened(const judged_text& judged) {
    return judged.made.verdict.does >= action::flag;
}

action strictest(const std::vector<judged_text>& judged) {
    auto most = action::publish;
    for (const auto& each : judged) most = std::max(most, each.made.verdict.does);
    return most;
}

comment_status folded(const std::vector<judged_text>& judged) {
    auto status = judged.front().made.status();
    for (const auto& each : judged) status = domain::status_after_edit(status, each.made.status());
    return status;
}

/// The strongest match that counts; empty: none, the sum of scores alone.
std::string lead_of(const judged_text& judged) {
    const greffe::rules::rule_match* lead = nullptr;
    for (const auto& match : judged.made.verdict.matches)
        if (match.mode == greffe::rules::rule_mode::live &&
            (!lead || std::pair(match.does, match.score) > std::pair(lead->does, lead->score)))
            lead = &match;
    return lead ? lead->rule : std::string();
}

std::string lead_then(const ports::past_comment& comment) {
    const ports::past_flag* lead = nullptr;
    const auto strength = [](const ports::past_flag& flag) {
        return greffe::rules::parse_action(flag.action).value_or(action::publish);
    };
    for (const auto& flag : comment.flags)
        if (flag.live && (!lead || strength(flag) > strength(*lead))) lead = &flag;
    return lead ? std::string(lead->rule) : std::string();
}

bool flagged_then(const ports::past_comment& comment) {
    return std::ranges::any_of(comment.flags, [](const auto& flag) {
        return flag.live &&
               greffe::rules::parse_action(flag.action).value_or(action::publish) >= action::flag;
    });
}

people_say says(bool is_hit, const judged_text* text, bool rejected) {
    if (!text) return people_say::nothing;
    return is_hit == rejected ? people_say::agree : people_say::contradict;
}

void add_once(std::vector<std::size_t>& to, std::size_t number) {
    if (std::ranges::find(to, number) == to.end()) to.push_back(number);
}

void add(agreement& to, const agreement& more) {
    to.caught += more.caught;
    to.caught_rejected += more.caught_rejected;
}

} // namespace

backtest_tally::backtest_tally(const greffe::rules::ruleset& draft) : summaries_(draft.rules()) {
    rules.resize(summaries_.size());
    for (std::size_t i = 0; i < summaries_.size(); ++i) places_.emplace(summaries_[i].id, i);
}

backtest_tally::labelled backtest_tally::label_of(const ports::past_comment& comment,
                                                  const std::vector<judged_text>& judged) const {
    labelled label;
    for (const auto& decision : comment.decisions) {
        if (!decision.by_person) continue;
        label.rejected =
            decision.action == decision_action::reject ||
            (decision.action == decision_action::dismiss && decision.before == comment_status::rejected);
        label.text = &judged.back();
        for (const auto& each : judged)
            if (each.text->revision == decision.revision) label.text = &each;
    }
    return label;
}

bool backtest_tally::may_do_more(const judged_text& judged, action than) const {
    return std::ranges::any_of(judged.unknown, [&](std::size_t place) {
        const auto& rule = summaries_[place];
        return rule.mode == greffe::rules::rule_mode::live && than < action::reject &&
               (rule.does > than || rule.score > 0);
    });
}

void backtest_tally::count_rules(const ports::past_comment& comment, const std::vector<judged_text>& judged,
                                 const labelled& people) {
    matched_.clear();
    unknown_.clear();
    for (const auto& each : judged) {
        for (const auto& match : each.made.verdict.matches) {
            const std::size_t place = places_.at(match.rule);
            add_once(matched_, place);
            if (&each != people.text) continue;
            ++rules[place].decided;
            rules[place].people_reject += people.rejected;
        }
        for (const std::size_t place : each.unknown) add_once(unknown_, place);
    }
    for (const std::size_t place : matched_) {
        ++rules[place].hits;
        rules[place].fresh += std::ranges::find(comment.flags, summaries_[place].id,
                                                &ports::past_flag::rule) == comment.flags.end();
    }
    for (const std::size_t place : unknown_)
        rules[place].unknown += std::ranges::find(matched_, place) == matched_.end();
    gone_.clear();
    for (const auto& flag : comment.flags)
        if (const auto known = places_.find(flag.rule); known != places_.end())
            add_once(gone_, known->second);
    for (const std::size_t place : gone_)
        rules[place].gone += std::ranges::find(matched_, place) == matched_.end() &&
                             std::ranges::find(unknown_, place) == unknown_.end();
}

void backtest_tally::add(const ports::past_comment& comment, const std::vector<judged_text>& judged) {
    ++comments;
    texts += static_cast<std::int64_t>(judged.size());
    const auto people = label_of(comment, judged);
    if (!comment.flags.empty() || !comment.decisions.empty() ||
        std::ranges::any_of(judged, [](const auto& each) {
            return !each.unknown.empty() || !each.made.verdict.matches.empty();
        }))
        count_rules(comment, judged, people);

    const auto was = comment.decisions.empty() ? comment.status : comment.decisions.front().before;
    if (place_of(was) >= changes.size()) return;
    const auto does = strictest(judged);
    ++actions[static_cast<std::size_t>(does)];
    const auto by_verdict = folded(judged);
    auto would = by_verdict;
    if (comment.live && was != comment_status::published &&
        std::ranges::none_of(comment.flags, [](const auto& flag) { return flag.live; })) {
        ++not_by_rules;
        would = domain::status_after_edit(would, was);
    }
    const bool unknown =
        std::ranges::any_of(judged, [&](const auto& each) { return may_do_more(each, does); });
    ++changes[place_of(was)][unknown ? static_cast<std::size_t>(would_be::unknown) : place_of(would)];

    if (people.text && !(unknown && !is_unsoftened(*people.text))) {
        const bool notices = is_unsoftened(*people.text);
        const bool stops = people.text->made.verdict.does >= action::hold;
        ++decided;
        people_reject += people.rejected;
        noticed.caught += notices;
        noticed.caught_rejected += notices && people.rejected;
        stopped.caught += stops;
        stopped.caught_rejected += stops && people.rejected;
    }

    const bool summed = !flagged_then(comment) &&
                        std::ranges::any_of(comment.flags, [](const auto& flag) { return flag.live; });
    // Whether scores alone had reached the threshold of then is not kept.
    if (was == comment_status::published && would == was && summed) return;
    const int before = severity(was, flagged_then(comment));
    const int after = severity(would, does >= action::flag);
    if (before == after || (after < before && unknown)) return;
    const bool is_hit = after > before;
    const auto& shown =
        is_hit ? *std::ranges::max_element(judged, {}, [](const auto& j) { return j.made.verdict.does; })
               : judged.back();
    (is_hit ? new_hits : losses)
        .add({.comment = comment.parsed_id(),
              .revision = shown.text->revision,
              .people = says(is_hit, people.text, people.rejected),
              .severity = std::abs(after - before),
              .score = shown.made.verdict.score,
              .at = shown.text->at,
              .rule = is_hit ? lead_of(shown) : lead_then(comment)});
}

void backtest_tally::merge(backtest_tally&& other) {
    comments += other.comments;
    texts += other.texts;
    not_by_rules += other.not_by_rules;
    for (std::size_t i = 0; i < changes.size(); ++i)
        for (std::size_t j = 0; j < changes[i].size(); ++j) changes[i][j] += other.changes[i][j];
    for (std::size_t i = 0; i < actions.size(); ++i) actions[i] += other.actions[i];
    decided += other.decided;
    people_reject += other.people_reject;
    service::add(noticed, other.noticed);
    service::add(stopped, other.stopped);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        rules[i].hits += other.rules[i].hits;
        rules[i].fresh += other.rules[i].fresh;
        rules[i].gone += other.rules[i].gone;
        rules[i].unknown += other.rules[i].unknown;
        rules[i].decided += other.rules[i].decided;
        rules[i].people_reject += other.rules[i].people_reject;
    }
    new_hits.add_all(std::move(other.new_hits));
    losses.add_all(std::move(other.losses));
}

bool people_let_stand(const ports::past_comment& comment) {
    const ports::past_decision* last = nullptr;
    for (const auto& decision : comment.decisions)
        if (decision.by_person && decision.revision == comment.revision) last = &decision;
    return last && last->action != decision_action::reject;
}

const judged_text* found_by_hunt(const ports::past_comment& comment, const std::vector<judged_text>& judged) {
    const auto& newest = judged.back();
    if (comment.status != comment_status::published || newest.text->revision != comment.revision)
        return nullptr;
    return newest.made.verdict.does >= action::hold ? &newest : nullptr;
}

} // namespace greffe::service
