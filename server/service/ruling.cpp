#include "server/service/ruling.hpp"

#include <algorithm>
#include <array>

namespace greffe::service {

namespace {

struct consequence {
    domain::comment_status status;
    std::optional<domain::case_cause> opens;
};

/// In the order of rules::action.
constexpr std::array<consequence, 4> consequences{{
    {domain::comment_status::published, std::nullopt},
    {domain::comment_status::published, domain::case_cause::flag},
    {domain::comment_status::held, domain::case_cause::hold},
    {domain::comment_status::rejected, std::nullopt},
}};

const consequence& of(rules::action action) {
    return consequences.at(static_cast<std::size_t>(action));
}

rules::facts facts_of(const ports::thread_facts& thread, domain::timestamp now) {
    rules::facts known;
    if (!thread.section.empty()) known.section = thread.section;
    known.tags = thread.tags;
    known.title = thread.title;
    known.kind = to_string(thread.kind);
    known.now = std::chrono::floor<std::chrono::seconds>(now);
    return known;
}

} // namespace

domain::comment_status ruling::status() const {
    return of(verdict.does).status;
}
std::optional<domain::case_cause> ruling::opens() const {
    return of(verdict.does).opens;
}

verdict_view ruling::told() const {
    verdict_view view;
    view.action = to_string(verdict.does);
    view.score = verdict.score;
    view.ruleset_version = ruleset_version;
    view.policy = verdict.policy;
    if (verdict.undecided) view.reason = "undecided";
    for (const auto& match : verdict.matches)
        if (match.mode == rules::rule_mode::live) view.rules.push_back(match.rule);
    return view;
}

ruling rule_on(const ports::screening_result& screened, const ports::thread_facts& thread,
               domain::timestamp now) {
    ruling made;
    if (!screened.by) return made;
    made.ruleset_version = screened.by->version;
    if (screened.by->rules)
        made.verdict = screened.by->rules->judge(screened.scan, facts_of(thread, now));
    else
        made.verdict.undecided = true;
    if (made.verdict.undecided) made.verdict.does = std::max(made.verdict.does, rules::action::hold);
    return made;
}

} // namespace greffe::service
