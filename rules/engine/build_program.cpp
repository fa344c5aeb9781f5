#include "rules/engine/build_program.hpp"

#include "rules/engine/describe.hpp"

#include <unicode/gregocal.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

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

    program& into_;
    std::unordered_map<std::string, atom_id> atoms_;
};

// 00:00 of that day in the zone.
std::chrono::sys_seconds midnight(std::chrono::year_month_day day, const icu::TimeZone& zone) {
    UErrorCode status = U_ZERO_ERROR;
    icu::GregorianCalendar calendar(zone, status);
    calendar.clear();
    calendar.set(static_cast<int>(day.year()),
                 static_cast<std::int32_t>(static_cast<unsigned>(day.month())) - 1,
                 static_cast<std::int32_t>(static_cast<unsigned>(day.day())));
    const double milliseconds = calendar.getTime(status);
    return std::chrono::sys_seconds(std::chrono::seconds(static_cast<std::int64_t>(milliseconds / 1000.0)));
}

std::unique_ptr<icu::TimeZone> find_zone(const std::string& name) {
    std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
    return zone;
}

// Every set gets its share of the memory by the weight of its programs.
bool compile_sets(program& p, const compile_options& options, diagnostics& found) {
    std::int64_t total = 0;
    for (field_plan& plan : p.plans)
        for (pattern_set& set : plan.pattern_sets()) total += set.weight();
    for (field_plan& plan : p.plans) {
        for (pattern_set& set : plan.pattern_sets()) {
            if (set.empty()) continue;
            const auto share =
                static_cast<std::int64_t>(static_cast<double>(options.dfa_memory) *
                                          static_cast<double>(set.weight()) / static_cast<double>(total));
            if (set.compile(share)) continue;
            found.push_back(
                {diagnostic::severity::error, options.file, 0, 0, "set-too-large",
                 "the " + std::to_string(set.size()) + " patterns of one view do not fit into " +
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
    const auto zone = find_zone(options.zone);
    if (!zone) {
        found.push_back({diagnostic::severity::error, options.file, 0, 0, "bad-zone",
                         "there is no time zone '" + options.zone + "'", "use a name such as Europe/Paris"});
        return nullptr;
    }
    auto made = std::make_unique<program>();
    made->name = spec.name;
    made->policies = spec.policies;
    made->at = spec.at;
    made->scan_work = options.scan_work;
    builder conditions(*made);
    for (const rule_spec& rule : spec.rules) {
        compiled_rule compiled{.id = rule.id,
                               .from = rule.from,
                               .mode = rule.mode,
                               .does = rule.does,
                               .score = rule.score,
                               .policy = rule.policy,
                               .where = rule.where,
                               .expires = {},
                               .when = conditions.add(*rule.when)};
        if (rule.expires) compiled.expires = midnight(*rule.expires, *zone);
        made->rules.push_back(std::move(compiled));
    }
    if (!compile_sets(*made, options, found)) return nullptr;
    return made;
}

} // namespace greffe::rules
