#include "rules/engine/build_program.hpp"

#include "rules/engine/describe.hpp"
#include "rules/engine/rule_content.hpp"
#include "rules/engine/time_zone.hpp"

#include <algorithm>
#include <unordered_map>

namespace greffe::rules {
namespace {

class builder {
  public:
    explicit builder(program& into) : into_(into) {}

    condition_forest::step_id add(const condition& c) {
        if (const auto* all = std::get_if<all_of>(&c.is))
            return branch(condition_forest::kind::all, all->children, c.at);
        if (const auto* any = std::get_if<any_of>(&c.is))
            return branch(condition_forest::kind::any, any->children, c.at);
        if (const auto* none = std::get_if<none_of>(&c.is))
            return branch(condition_forest::kind::negation, none->child, c.at);
        if (fact_table::is_fact(c)) return into_.conditions.add_fact(fact_of(c), c.at);
        return into_.conditions.add_atom(atom_of(c), c.at);
    }

  private:
    condition_forest::step_id branch(condition_forest::kind kind, const std::vector<condition>& children,
                                     place at) {
        std::vector<condition_forest::step_id> steps;
        for (const condition& child : children) steps.push_back(add(child));
        return into_.conditions.add_branch(kind, steps, at);
    }

    atom_id atom_of(const condition& leaf) {
        const auto next = static_cast<atom_id>(into_.atoms.size());
        const auto [known, is_new] = atoms_.try_emplace(identity(leaf), next);
        if (!is_new) return known->second;
        into_.atoms.push_back(describe(leaf));
        field_plan& plan = into_.plans[static_cast<std::size_t>(leaf.in)];
        std::visit(
            [&](const auto& c) {
                if constexpr (requires { plan.add(next, c); }) plan.add(next, c);
            },
            leaf.is);
        return next;
    }

    fact_id fact_of(const condition& leaf) {
        const auto [known, is_new] =
            facts_.try_emplace(identity(leaf), static_cast<fact_id>(into_.facts.size()));
        if (!is_new) return known->second;
        into_.facts.push_back(describe(leaf));
        return into_.table.add(leaf);
    }

    program& into_;
    std::unordered_map<std::string, atom_id> atoms_;
    std::unordered_map<std::string, fact_id> facts_;
};

void add_facts(const condition& c, fact_table& into) {
    const auto below = [&](const std::vector<condition>& children) {
        for (const condition& child : children) add_facts(child, into);
    };
    if (const auto* all = std::get_if<all_of>(&c.is)) below(all->children);
    if (const auto* any = std::get_if<any_of>(&c.is)) below(any->children);
    if (const auto* none = std::get_if<none_of>(&c.is)) below(none->child);
    if (fact_table::is_fact(c)) into.add(c);
}

std::optional<facts_needed> needs_of_reports(const ruleset_spec& spec,
                                             const std::shared_ptr<const icu::TimeZone>& zone) {
    std::optional<facts_needed> needs;
    fact_table asked(zone);
    for (const rule_spec& rule : spec.rules) {
        if (!is_active(rule.mode) || rule.target != rule_target::report) continue;
        add_facts(*rule.when, asked);
        if (!needs) needs.emplace();
        auto caps = std::move(needs->caps);
        if (rule.daily_cap)
            caps.push_back({.rule = rule.id,
                            .live = rule.mode == rule_mode::live,
                            .reports = true,
                            .a_day = *rule.daily_cap});
        needs = asked.needs();
        needs->caps = std::move(caps);
    }
    return needs;
}

// Of two policies of one name the first is meant: the ruleset's own stands before a pack's.
std::optional<policy_deadline> deadline_of(const ruleset_spec& spec, const rule_spec& rule) {
    if (!rule.policy) return std::nullopt;
    const auto found = std::ranges::find(spec.policies, *rule.policy, &policy::name);
    return found == spec.policies.end() ? std::nullopt : found->deadline;
}

// Every set gets its share of the memory by the weight of its programs.
bool compile_sets(program& p, const compile_options& options, diagnostics& found) {
    std::int64_t total = 0;
    for (field_plan& plan : p.plans)
        for (pattern_set& set : plan.pattern_sets()) total += set.weight();
    for (field_plan& plan : p.plans) {
        for (pattern_set& set : plan.pattern_sets()) {
            if (set.empty()) continue;
            const auto share = total == 0
                                   ? options.dfa_memory
                                   : static_cast<std::int64_t>(static_cast<double>(options.dfa_memory) *
                                                               static_cast<double>(set.weight()) /
                                                               static_cast<double>(total));
            if (set.compile(share)) continue;
            found.push_back(
                {diagnostic::severity::error, options.file, 0, 0, "set-too-large",
                 "the " + std::to_string(set.unfiltered()) +
                     " patterns of one view that require no literal do not fit into " +
                     std::to_string(share) + " bytes",
                 "replace alternatives by 'words', make counted repeats smaller, or remove rules"});
            return false;
        }
    }
    return true;
}

} // namespace

std::unique_ptr<program> build_program(const ruleset_spec& spec, const compile_options& options,
                                       diagnostics& found) {
    const std::shared_ptr<const icu::TimeZone> zone = find_zone(options.zone);
    if (!zone) {
        found.push_back({diagnostic::severity::error, options.file, 0, 0, "bad-zone",
                         "there is no time zone '" + options.zone + "'", "use a name such as Europe/Paris"});
        return nullptr;
    }
    auto made = std::make_unique<program>(zone);
    made->name = spec.name;
    made->policies = spec.policies;
    made->at = spec.at;
    made->scan_work = options.scan_work;
    builder conditions(*made);
    // Active rules for comments first: what only others ask for comes behind it.
    std::vector<condition_forest::step_id> roots(spec.rules.size());
    const auto asks_at_once = [](const rule_spec& rule) {
        return is_active(rule.mode) && rule.target == rule_target::comment;
    };
    for (const bool at_once : {true, false}) {
        for (std::size_t i = 0; i < spec.rules.size(); ++i)
            if (asks_at_once(spec.rules[i]) == at_once) roots[i] = conditions.add(*spec.rules[i].when);
        if (at_once) {
            made->needs = made->table.needs();
            if (!made->plan(text_field::title).empty()) made->needs.article = true;
        }
    }
    for (const rule_spec& rule : spec.rules)
        if (asks_at_once(rule) && !rule.where.is_everywhere()) made->needs.article = true;
    made->needs_of_reports = needs_of_reports(spec, zone);
    // An author's comments are listed as they come in, whoever asks for them later.
    if (made->needs_of_reports && made->needs_of_reports->author_comments) made->needs.author_comments = true;
    for (std::size_t i = 0; i < spec.rules.size(); ++i) {
        const rule_spec& rule = spec.rules[i];
        compiled_rule compiled{.id = rule.id,
                               .from = rule.from,
                               .target = rule.target,
                               .mode = rule.mode,
                               .does = rule.does,
                               .score = rule.score,
                               .effect = rule.effect,
                               .daily_cap = rule.daily_cap,
                               .policy = rule.policy,
                               .deadline = deadline_of(spec, rule),
                               .where = rule.where,
                               .expires = {},
                               .content = content_of(rule),
                               .when = roots[i]};
        if (rule.expires) compiled.expires = midnight(*rule.expires, *zone);
        if (rule.daily_cap && is_active(rule.mode))
            made->needs.caps.push_back({.rule = rule.id,
                                        .live = rule.mode == rule_mode::live,
                                        .reports = rule.target == rule_target::report,
                                        .a_day = *rule.daily_cap});
        made->rules.push_back(std::move(compiled));
    }
    for (field_plan& plan : made->plans) plan.freeze();
    if (!compile_sets(*made, options, found)) return nullptr;
    made->unscanned.assign(made->atoms.size(), truth::unknown());
    for (const atom_id atom : made->plan(text_field::body).atoms()) made->unscanned[atom] = truth::no();
    made->selection = rule_selection(*made);
    return made;
}

} // namespace greffe::rules
