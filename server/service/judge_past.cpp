#include "server/service/judge_past.hpp"

#include <algorithm>

namespace greffe::service {

namespace {

const ports::thread_facts& at_that_time(const ports::past_comment& comment,
                                        const std::optional<std::chrono::sys_seconds>& at) {
    static const ports::thread_facts gone;
    if (!comment.article || comment.article->empty()) return gone;
    const ports::past_article* in_force = &comment.article->front();
    for (const auto& each : *comment.article)
        if (!at || !each.since || *each.since <= *at) in_force = &each;
    return in_force->says;
}

rules::facts facts_then(const ports::past_comment& comment, const ports::past_text& text) {
    using enum domain::author_presence;
    rules::facts asked;
    if (comment.presence == erased) return asked;
    asked.author = rules::author_facts{.known = comment.presence == identified || comment.presence == named};
    if (comment.live && comment.author_since && text.at)
        asked.author->age = std::max(*text.at - *comment.author_since, std::chrono::seconds{0});
    return asked;
}

} // namespace

judge_past::judge_past(std::shared_ptr<const active_ruleset> by) {
    const auto& needs = by->rules->needs();
    may_be_unknown_ = needs.author || needs.author_comments || !needs.nothing_counted();
    screened_.by = std::move(by);
}

judged_text judge_past::judge(const ports::past_comment& comment, const ports::past_text& text) {
    const auto& ruleset = *screened_.by->rules;
    screened_.scan = ruleset.scan({.body = text.body, .name = text.name});
    const auto& thread = at_that_time(comment, text.at);
    judged_text judged;
    judged.text = &text;
    if (may_be_unknown_)
        judged.unknown =
            ruleset.unknown(screened_.scan, facts_of(thread, text.at, facts_then(comment, text)));
    judged.made = rule_on(screened_, thread, text.at, nullptr, facts_then(comment, text));
    return judged;
}

const std::vector<judged_text>& judge_past::judge(const ports::past_comment& comment) {
    made_.clear();
    for (const auto& text : comment.texts) made_.push_back(judge(comment, text));
    return made_;
}

std::vector<unknown_fact> unknown_facts(const rules::ruleset& asked) {
    std::vector<unknown_fact> all;
    const auto& needs = asked.needs();
    if (!needs.rates.empty()) all.push_back({"rate", "how many came in its window is not kept for long"});
    if (!needs.duplicates.empty())
        all.push_back({"duplicate", "what texts were compared by is not kept for long"});
    if (needs.author_comments)
        all.push_back({"author.comments", "what had become of the author's other comments by then"});
    if (needs.author)
        all.push_back(
            {"author", "sanctions of then, and of imported comments since when the author was known"});
    const auto rules = asked.rules();
    if (std::ranges::any_of(rules, [](const auto& rule) { return rule.daily_cap.has_value(); }))
        all.push_back({"cap", "matches of a day are not counted again: caps are not applied"});
    if (std::ranges::any_of(rules, [](const auto& r) { return r.target == rules::rule_target::report; }))
        all.push_back({"report", "rules for reports are not run: they are about reports, not comments"});
    return all;
}

} // namespace greffe::service
