#include "server/service/triage_report.hpp"

#include "server/service/ruling.hpp"

#include <algorithm>
#include <cmath>

namespace greffe::service {

namespace {

constexpr int whole = 100;
constexpr int weight_of_unknown = 50;
constexpr int weight_of_anonymous = 25;

std::chrono::seconds seconds_between(domain::timestamp from, domain::timestamp to) {
    return std::max(std::chrono::seconds{0}, std::chrono::floor<std::chrono::seconds>(to - from));
}

rules::author_facts author_of(const ports::reported_facts& asked, domain::timestamp now) {
    rules::author_facts author{
        .known = asked.author_known, .published = asked.author_published, .rejected = asked.author_rejected};
    if (asked.author_since) author.age = seconds_between(*asked.author_since, now);
    return author;
}

rules::report_facts report_of(const ports::locked_rows& known, const domain::new_report& report, int weight) {
    const auto& asked = *known.asked;
    rules::report_facts facts{.reason = report.reason,
                              .kind = std::string(domain::to_string(report.kind)),
                              .standing = known.standing,
                              .approved = asked.approved,
                              .comment_age = seconds_between(asked.posted_at, known.now)};
    facts.count = asked.reports + 1;
    facts.weight = static_cast<double>(asked.weight + weight) / whole;
    return facts;
}

/// However many reports a rule matches, it moves the case once.
int raised_by(const rules::report_verdict& verdict, const std::map<std::string, int>& raised) {
    int sum = 0;
    for (const auto& match : verdict.matches)
        if (match.mode == rules::rule_mode::live && !raised.contains(match.rule))
            sum += match.effect.priority;
    return sum;
}

} // namespace

int weight_of_report(const ports::locked_rows& known, const domain::new_report& report) {
    if (!report.reporter) return weight_of_anonymous;
    if (!known.standing) return weight_of_unknown;
    return static_cast<int>(std::lround(std::clamp(*known.standing, 0.0, 1.0) * whole));
}

std::optional<report_triage> triage_report(const ports::locked_rows& known, const domain::new_report& report,
                                           int weight) {
    if (!known.asked || !known.asked->by || !known.asked->by->rules) return std::nullopt;
    const auto& asked = *known.asked;
    rules::facts facts;
    facts.author = author_of(asked, known.now);
    facts.report = report_of(known, report, weight);
    facts.throttled = asked.by->held_back;
    facts.throttled.insert(facts.throttled.end(), asked.capped.begin(), asked.capped.end());

    const rules::comment_text text{.body = asked.body, .name = asked.name, .report = report.text};
    const auto scanned = asked.by->rules->scan(text);
    report_triage made;
    made.ruleset_version = asked.by->version;
    made.verdict =
        asked.by->rules->judge_report(scanned, facts_of(asked.article, known.now, std::move(facts)));
    made.raises = raised_by(made.verdict, asked.raised);
    return made;
}

boost::json::array rules_that(const report_triage& made, bool rules::report_effect::* did) {
    boost::json::array ids;
    for (const auto& match : made.verdict.matches)
        if (match.mode == rules::rule_mode::live && match.effect.*did) ids.emplace_back(match.rule);
    return ids;
}

void add_codes(boost::json::object& codes, const report_triage& made) {
    boost::json::array live, shadow, throttled;
    for (const auto& match : made.verdict.matches) {
        (match.mode == rules::rule_mode::live ? live : shadow).emplace_back(match.rule);
        if (match.throttled) throttled.emplace_back(match.rule);
    }
    codes["ruleset"] = made.ruleset_version;
    codes["rules"] = std::move(live);
    if (!shadow.empty()) codes["shadow"] = std::move(shadow);
    if (!throttled.empty()) codes["throttled"] = std::move(throttled);
    if (made.raises != 0) codes["priority"] = made.raises;
    if (made.verdict.effect.discount) codes["discounted"] = true;
}

} // namespace greffe::service
