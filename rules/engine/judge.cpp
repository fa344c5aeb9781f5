#include "rules/engine/program.hpp"

#include <algorithm>
#include <limits>

namespace greffe::rules {
namespace {

bool in_scope(const scope& where, const facts& known) {
    const auto any_glob = [](const std::vector<std::string>& globs, std::string_view text) {
        return std::ranges::any_of(globs, [&](const std::string& glob) { return matches_glob(glob, text); });
    };
    if (!where.sections.empty() && (!known.section || !any_glob(where.sections, *known.section)))
        return false;
    return where.tags.empty() ||
           std::ranges::any_of(known.tags, [&](const std::string& tag) { return any_glob(where.tags, tag); });
}

action reached(const thresholds& at, std::int64_t score) {
    if (at.reject && score >= *at.reject) return action::reject;
    if (at.hold && score >= *at.hold) return action::hold;
    if (at.flag && score >= *at.flag) return action::flag;
    return action::publish;
}

// Strongest action, then highest score, then file order, among the matches that have a policy.
const std::optional<std::string>* policy_told(const std::vector<rule_match>& matches) {
    const rule_match* told = nullptr;
    for (const rule_match& m : matches) {
        if (m.mode != rule_mode::live || !m.policy) continue;
        if (told == nullptr || m.does > told->does || (m.does == told->does && m.score > told->score))
            told = &m;
    }
    return told == nullptr ? nullptr : &told->policy;
}

bool publishes_at_deadline(const compiled_rule& rule) {
    return rule.deadline && rule.deadline->then == deadline_action::publish;
}

void scan_further(const program& p, text_field field, std::string_view text, outcomes& out,
                  work_budget& budget) {
    const field_plan& plan = p.plan(field);
    for (const atom_id atom : plan.atoms()) out.values[atom] = truth::no();
    plan.scan(text, field, out, budget);
}

// A rule that is held back still tells what it found, and does no more than ask a person to look.
rule_match match_of(const program& p, const compiled_rule& rule, const evidence& all) {
    rule_match made{.rule = rule.id,
                    .mode = rule.mode,
                    .does = rule.does,
                    .score = rule.score,
                    .policy = rule.policy,
                    .spans = p.conditions.places(rule.when, all),
                    .effect = rule.effect,
                    .throttled =
                        std::ranges::find(all.known.throttled, rule.id) != all.known.throttled.end()};
    if (made.throttled) {
        made.does = std::min(made.does, action::flag);
        made.score = 0;
        made.effect = {};
    }
    return made;
}

void add(const report_effect& more, report_effect& to) {
    to.priority += more.priority;
    to.escalate = to.escalate || more.escalate;
    to.hide = to.hide || more.hide;
    to.discount = to.discount || more.discount;
}

} // namespace

bool matches_glob(std::string_view glob, std::string_view text) {
    std::size_t g = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            resume = t;
        } else if (g < glob.size() && glob[g] == text[t]) {
            ++g;
            ++t;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', g) == std::string_view::npos;
}

bool applies(const compiled_rule& rule, const facts& known) {
    if (rule.expires && known.now && *known.now >= *rule.expires) return false;
    return in_scope(rule.where, known);
}

outcomes nothing_seen(const program& p) {
    outcomes out;
    out.values.assign(p.atoms.size(), truth::unknown());
    return out;
}

outcomes scan(const program& p, const comment_text& text) {
    outcomes out;
    out.values = p.unscanned;
    work_budget budget{p.scan_work};
    p.plan(text_field::body).scan(text.body, text_field::body, out, budget);
    if (text.name) scan_further(p, text_field::name, *text.name, out, budget);
    if (text.report) scan_further(p, text_field::report, *text.report, out, budget);
    out.arrange();
    return out;
}

seen_with_title::seen_with_title(const program& p, const outcomes& seen, const facts& known) : seen_(seen) {
    if (!known.title || p.plan(text_field::title).empty()) return;
    own_ = seen;
    work_budget budget{p.scan_work};
    scan_further(p, text_field::title, *known.title, *own_, budget);
    own_->arrange();
}

verdict judge(const program& p, const outcomes& scanned, const facts& known) {
    const seen_with_title with_title(p, scanned, known);
    const evidence all{with_title.get(), p.table, known};
    verdict answer;
    std::int64_t score = 0;
    bool may_publish = true;
    thread_local std::vector<std::uint32_t> chosen;
    p.selection.choose(all.seen, chosen);
    for (const std::uint32_t index : chosen) {
        const compiled_rule& rule = p.rules[index];
        if (rule.target != rule_target::comment || !applies(rule, known)) continue;
        const bool live = rule.mode == rule_mode::live;
        const truth holds = p.conditions.evaluate(rule.when, all);
        if (!holds.is_yes()) {
            answer.undecided = answer.undecided || (live && holds.may_be_yes());
            continue;
        }
        answer.matches.push_back(match_of(p, rule, all));
        const rule_match& match = answer.matches.back();
        if (!live) continue;
        score += match.score;
        answer.does = std::max(answer.does, match.does);
        if (rule.deadline && (!answer.deadline || rule.deadline->within < answer.deadline->within))
            answer.deadline = rule.deadline;
        if (match.does == action::hold && !publishes_at_deadline(rule)) may_publish = false;
    }
    // A hold ends by itself only if every rule that holds wants it so.
    if (answer.deadline && answer.deadline->then == deadline_action::publish &&
        (!may_publish || answer.undecided))
        answer.deadline->then = deadline_action::alert;
    constexpr std::int64_t least = std::numeric_limits<int>::min();
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    answer.score = static_cast<int>(std::clamp(score, least, most));
    answer.does = std::max(answer.does, reached(p.at, score));
    if (answer.undecided) answer.does = std::max(answer.does, action::hold);
    if (answer.does > action::publish)
        if (const auto* policy = policy_told(answer.matches)) answer.policy = *policy;
    return answer;
}

report_verdict judge_report(const program& p, const outcomes& scanned, const facts& known) {
    const seen_with_title with_title(p, scanned, known);
    const evidence all{with_title.get(), p.table, known};
    report_verdict answer;
    thread_local std::vector<std::uint32_t> chosen;
    p.selection.choose(all.seen, chosen);
    for (const std::uint32_t index : chosen) {
        const compiled_rule& rule = p.rules[index];
        if (rule.target != rule_target::report || !applies(rule, known)) continue;
        if (!p.conditions.evaluate(rule.when, all).is_yes()) continue;
        answer.matches.push_back(match_of(p, rule, all));
        if (rule.mode == rule_mode::live) add(answer.matches.back().effect, answer.effect);
    }
    return answer;
}

} // namespace greffe::rules
