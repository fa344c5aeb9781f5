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

outcomes scan(const program& p, const comment_text& text) {
    outcomes out(p.atoms.size());
    work_budget budget{p.scan_work};
    p.plan(text_field::body).scan(text.body, text_field::body, out, budget);
    if (text.name) p.plan(text_field::name).scan(*text.name, text_field::name, out, budget);
    return out;
}

seen_with_title::seen_with_title(const program& p, const outcomes& seen, const facts& known) : seen_(seen) {
    if (!known.title || p.plan(text_field::title).empty()) return;
    own_ = seen;
    work_budget budget{p.scan_work};
    p.plan(text_field::title).scan(*known.title, text_field::title, *own_, budget);
}

verdict judge(const program& p, const outcomes& scanned, const facts& known) {
    const seen_with_title with_title(p, scanned, known);
    const outcomes& seen = with_title.get();
    verdict answer;
    std::int64_t score = 0;
    for (const compiled_rule& rule : p.rules) {
        const bool live = rule.mode == rule_mode::live;
        if (!live && rule.mode != rule_mode::shadow) continue;
        if (!applies(rule, known)) continue;
        const truth holds = p.conditions.evaluate(rule.when, seen);
        if (!holds.is_yes()) {
            answer.undecided = answer.undecided || (live && holds.may_be_yes());
            continue;
        }
        if (live) {
            score += rule.score;
            answer.does = std::max(answer.does, rule.does);
        }
        answer.matches.push_back({.rule = rule.id,
                                  .mode = rule.mode,
                                  .does = rule.does,
                                  .score = rule.score,
                                  .policy = rule.policy,
                                  .spans = p.conditions.places(rule.when, seen)});
    }
    constexpr std::int64_t least = std::numeric_limits<int>::min();
    constexpr std::int64_t most = std::numeric_limits<int>::max();
    answer.score = static_cast<int>(std::clamp(score, least, most));
    answer.does = std::max(answer.does, reached(p.at, score));
    if (answer.undecided) answer.does = std::max(answer.does, action::hold);
    if (answer.does > action::publish)
        if (const auto* policy = policy_told(answer.matches)) answer.policy = *policy;
    return answer;
}

} // namespace greffe::rules
