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

static_assert(static_cast<int>(rules::deadline_action::stay_held) ==
                  static_cast<int>(domain::deadline_action::stay_held) &&
              static_cast<int>(rules::deadline_action::publish) ==
                  static_cast<int>(domain::deadline_action::publish) &&
              static_cast<int>(rules::deadline_action::alert) ==
                  static_cast<int>(domain::deadline_action::alert));

domain::review_deadline review_deadline_of(const rules::policy_deadline& told) {
    return {.within = told.within, .then = static_cast<domain::deadline_action>(told.then)};
}

ruling rules_on(const ports::screening_result& screened, const ports::thread_facts& thread,
                std::optional<domain::timestamp> now, rules::facts asked) {
    ruling made;
    if (!screened.by) return made;
    made.ruleset_version = screened.by->version;
    const auto& held_back = screened.by->held_back;
    asked.throttled.insert(asked.throttled.end(), held_back.begin(), held_back.end());
    if (screened.by->rules)
        made.verdict = screened.by->rules->judge(screened.scan, facts_of(thread, now, std::move(asked)));
    else
        made.verdict.undecided = true;
    if (made.verdict.undecided) made.verdict.does = std::max(made.verdict.does, rules::action::hold);
    return made;
}

void hold_by(ruling& made, const domain::moderation_policy& mode) {
    if (made.verdict.does >= rules::action::hold) return;
    auto deadline = mode.deadline;
    if (deadline && made.verdict.does == rules::action::flag &&
        deadline->then == domain::deadline_action::publish)
        deadline->then = domain::deadline_action::alert;
    if (deadline && (!made.deadline || deadline->within < made.deadline->within)) made.deadline = deadline;
    made.verdict.does = rules::action::hold;
    made.held_by_mode = true;
}

} // namespace

rules::facts facts_of(const ports::thread_facts& thread, std::optional<domain::timestamp> now,
                      rules::facts known) {
    if (!thread.section.empty()) known.section = thread.section;
    known.tags = thread.tags;
    known.title = thread.title;
    known.kind = to_string(thread.kind);
    if (now) known.now = std::chrono::floor<std::chrono::seconds>(*now);
    if (now && thread.published_at)
        known.article_age = std::chrono::floor<std::chrono::seconds>(*now - *thread.published_at);
    return known;
}

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
    if (held_by_mode) view.reason = "mode";
    if (verdict.undecided) view.reason = "undecided";
    for (const auto& match : verdict.matches)
        if (match.mode == rules::rule_mode::live) view.rules.push_back(match.rule);
    return view;
}

ruling rule_on(const ports::screening_result& screened, const ports::thread_facts& thread,
               std::optional<domain::timestamp> now, const domain::moderation_policy* mode,
               rules::facts asked) {
    auto made = rules_on(screened, thread, now, std::move(asked));
    if (made.verdict.does > rules::action::publish && made.verdict.deadline)
        made.deadline = review_deadline_of(*made.verdict.deadline);
    if (mode && mode->mode != domain::moderation_mode::post) hold_by(made, *mode);
    return made;
}

} // namespace greffe::service
