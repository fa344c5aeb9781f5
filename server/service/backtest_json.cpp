#include "server/service/backtest_json.hpp"

#include "server/domain/timestamp.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <array>
#include <cmath>

namespace greffe::service {

namespace json = boost::json;

namespace {

constexpr std::array was_names{"published", "held", "rejected"};
constexpr std::array would_names{"published", "held", "rejected", "unknown"};
constexpr std::array people_names{"", "agree", "contradict"};

double rounded(double value) {
    return std::round(value * 10'000) / 10'000;
}

/// Absent, when nothing was counted: null.
json::value to_json(share counted) {
    if (counted.of == 0) return nullptr;
    const auto within = wilson(counted);
    return json::object{
        {"value", rounded(static_cast<double>(counted.hits) / static_cast<double>(counted.of))},
        {"low", rounded(within.low)},
        {"high", rounded(within.high)},
        {"hits", counted.hits},
        {"of", counted.of}};
}

json::object to_json(const agreement& caught, const backtest_tally& tally) {
    return {{"precision", to_json(caught.precision())}, {"recall", to_json(tally.recall(caught))}};
}

json::array to_json(const std::vector<greffe::rules::rule_match>& matches) {
    json::array all;
    for (const auto& match : matches) {
        json::array spans;
        for (const auto& span : match.spans)
            spans.push_back({{"field", to_string(span.field)}, {"begin", span.begin}, {"end", span.end}});
        all.push_back({{"rule", match.rule},
                       {"mode", to_string(match.mode)},
                       {"action", to_string(match.does)},
                       {"score", match.score},
                       {"spans", std::move(spans)}});
    }
    return all;
}

json::array to_json(const std::vector<shown_change>& changes) {
    json::array all;
    for (const auto& shown : changes) {
        json::object one{{"comment", shown.change.comment.to_string()},
                         {"revision", shown.change.revision},
                         {"status", domain::to_string(shown.status)},
                         {"verdict", to_string(shown.verdict.does)},
                         {"score", shown.verdict.score},
                         {"body", shown.body},
                         {"rules", to_json(shown.verdict.matches)}};
        if (shown.change.people != people_say::nothing)
            one["people"] = people_names.at(static_cast<std::size_t>(shown.change.people));
        if (shown.name) one["name"] = *shown.name;
        if (shown.change.at) one["at"] = domain::to_rfc3339(*shown.change.at);
        if (!shown.flags.empty()) one["matched_then"] = json::parse(shown.flags);
        all.push_back(std::move(one));
    }
    return all;
}

json::array rules_json(const backtest_report& report) {
    json::array all;
    const auto& tally = *report.tally;
    for (std::size_t i = 0; i < report.rules.size(); ++i) {
        const auto& rule = report.rules[i];
        if (rule.target != greffe::rules::rule_target::comment ||
            rule.mode == greffe::rules::rule_mode::disabled)
            continue;
        const auto& its = tally.rules[i];
        json::object one{{"rule", rule.id},
                         {"mode", to_string(rule.mode)},
                         {"action", to_string(rule.does)},
                         {"score", rule.score},
                         {"hits", its.hits},
                         {"new", its.fresh},
                         {"gone", its.gone},
                         {"unknown", its.unknown},
                         {"precision", to_json(share{its.people_reject, its.decided})},
                         {"recall", to_json(share{its.people_reject, tally.people_reject})}};
        if (report.costs[i].count() > 0) one["cost_ns"] = report.costs[i].count();
        all.push_back(std::move(one));
    }
    return all;
}

} // namespace

json::object to_json(const backtest_progress& so_far) {
    json::object out{{"comments", so_far.comments}, {"of", so_far.of}};
    if (so_far.opened > 0) out["opened"] = so_far.opened;
    return out;
}

json::object to_json(const backtest_report& report) {
    const auto& tally = *report.tally;
    json::object changes;
    for (std::size_t was = 0; was < was_names.size(); ++was) {
        json::object row;
        for (std::size_t would = 0; would < would_names.size(); ++would)
            row[would_names.at(would)] = tally.changes.at(was).at(would);
        changes[was_names.at(was)] = std::move(row);
    }
    json::object actions;
    for (std::size_t i = 0; i < tally.actions.size(); ++i)
        actions[to_string(static_cast<greffe::rules::action>(i))] = tally.actions.at(i);
    json::array unknown;
    for (const auto& each : report.unknown) unknown.push_back({{"fact", each.fact}, {"why", each.why}});
    return {{"ruleset", report.ruleset},
            {"comments", tally.comments},
            {"texts", tally.texts},
            {"milliseconds", report.took.count()},
            {"unknown_facts", std::move(unknown)},
            {"verdicts", std::move(actions)},
            {"decided", std::move(changes)},
            {"not_by_rules", tally.not_by_rules},
            {"people",
             {{"decided", tally.decided},
              {"rejected", tally.people_reject},
              {"noticed", to_json(tally.noticed, tally)},
              {"stopped", to_json(tally.stopped, tally)}}},
            {"rules", rules_json(report)},
            {"new_hits", {{"count", tally.new_hits.count()}, {"telling", to_json(report.new_hits)}}},
            {"losses", {{"count", tally.losses.count()}, {"telling", to_json(report.losses)}}}};
}

json::object to_json(const hunt_outcome& outcome, const std::optional<domain::uuid>& batch) {
    json::object out;
    if (outcome.looked.report) out = to_json(*outcome.looked.report);
    json::object hunt{{"found", outcome.found},
                      {"approved_by_people", outcome.left},
                      {"would_open", outcome.found - outcome.left},
                      {"opened", outcome.opened}};
    if (batch) hunt["batch"] = batch->to_string();
    out["hunt"] = std::move(hunt);
    return out;
}

json::object to_json(const ports::released& done) {
    return {{"undone", done.undone}, {"left_alone", done.left}};
}

json::object to_json(const ports::hunt_summary& each) {
    json::object out{{"batch", each.id.to_string()},
                     {"begun_by", each.begun_by.to_string()},
                     {"begun_at", domain::to_rfc3339(each.begun_at)},
                     {"held", each.held},
                     {"undone", each.undone},
                     {"left_alone", each.left}};
    if (each.undone_at) out["undone_at"] = domain::to_rfc3339(*each.undone_at);
    return out;
}

} // namespace greffe::service
