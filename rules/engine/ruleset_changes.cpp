#include "rules/engine/ruleset_changes.hpp"

#include "rules/engine/describe.hpp"
#include "rules/engine/read_ruleset.hpp"
#include "rules/engine/written.hpp"

#include <algorithm>
#include <set>

namespace greffe::rules {
namespace {

constexpr std::string_view rule_parts[] = {"for",  "policy",  "scope", "when",
                                           "then", "expires", "cap",   "examples"};
constexpr std::string_view weightless = "examples"; // no verdict depends on them

std::string at(const node& map, std::string_view key) {
    const node* value = map.find(key);
    return value == nullptr ? std::string() : written(*value);
}

const node& none() {
    static const node nothing;
    return nothing;
}

// A condition with the items of the lists that it names.
std::string whole(const condition& c) {
    const auto joined = [](std::string_view name, const std::vector<condition>& children) {
        std::string all(name);
        for (const condition& child : children) all += "(" + whole(child) + ")";
        return all;
    };
    if (const auto* all = std::get_if<all_of>(&c.is)) return joined("all", all->children);
    if (const auto* any = std::get_if<any_of>(&c.is)) return joined("any", any->children);
    if (const auto* not_it = std::get_if<none_of>(&c.is)) return joined("not", not_it->child);
    return identity(c);
}

/// A ruleset as it is meant (spec) and as it is written (documents).
class reading {
  public:
    explicit reading(const ruleset_source& from) {
        diagnostics ignored;
        auto meant = read_ruleset(from.yaml, "ruleset.yaml", ignored, from.packs);
        auto document = read_document(from.yaml, "ruleset.yaml", ignored);
        if (!meant || !document) return;
        spec = std::move(*meant);
        own_ = std::move(*document);
        for (const rule_spec& rule : spec.rules) meant_.emplace(rule.id, &rule);
        note_rules(own_, {});
        packs_.reserve(spec.packs.size());
        for (const auto& [name, text] : spec.packs) {
            auto pack = read_document(text, name, ignored);
            if (!pack) continue;
            packs_.push_back(std::move(*pack));
            note_rules(packs_.back(), name + "/");
        }
    }

    const rule_spec* find(std::string_view id) const {
        const auto found = meant_.find(id);
        return found == meant_.end() ? nullptr : found->second;
    }
    const node& as_written(const std::string& id) const {
        const auto found = rules_.find(id);
        return found == rules_.end() ? none() : *found->second;
    }
    std::string thresholds() const { return at(own_, "thresholds"); }
    const node& own(std::string_view key) const {
        const node* value = own_.find(key);
        return value == nullptr ? none() : *value;
    }

    ruleset_spec spec;

  private:
    void note_rules(const node& document, const std::string& prefix) {
        const node* rules = document.find("rules");
        if (rules == nullptr) return;
        for (const node& rule : rules->items)
            if (const node* id = rule.find("id")) rules_.emplace(prefix + id->text, &rule);
    }

    node own_;
    std::vector<node> packs_; // reserved before anything points into it
    std::map<std::string, const node*> rules_;
    std::map<std::string_view, const rule_spec*> meant_;
};

bool is_live(const std::optional<rule_mode>& mode) {
    return mode == rule_mode::live;
}

rule_change compare(const reading& before, const reading& after, const rule_spec& was, const rule_spec& is) {
    rule_change found{.rule = is.id, .from = was.mode, .to = is.mode, .parts = {}};
    const node& from = before.as_written(is.id);
    const node& to = after.as_written(is.id);
    for (const auto key : rule_parts) {
        part_change part{.what = std::string(key), .from = at(from, key), .to = at(to, key)};
        if (part.from != part.to) found.parts.push_back(std::move(part));
    }
    const bool same_words = std::ranges::find(found.parts, "when", &part_change::what) == found.parts.end();
    if (same_words && was.when && is.when && whole(*was.when) != whole(*is.when))
        found.parts.push_back({.what = "lists", .from = {}, .to = "a list that it names is another one"});
    const bool told = std::ranges::any_of(found.parts, [](const auto& p) { return p.what != weightless; });
    found.live = (is_live(found.from) || is_live(found.to)) && (told || found.from != found.to);
    return found;
}

void compare_rules(const reading& before, const reading& after, ruleset_changes& into) {
    for (const rule_spec& rule : after.spec.rules) {
        const rule_spec* was = before.find(rule.id);
        if (was == nullptr) {
            into.rules.push_back({.rule = rule.id,
                                  .from = std::nullopt,
                                  .to = rule.mode,
                                  .parts = {},
                                  .live = is_live(rule.mode)});
            continue;
        }
        auto change = compare(before, after, *was, rule);
        if (change.from != change.to || !change.parts.empty()) into.rules.push_back(std::move(change));
    }
    for (const rule_spec& rule : before.spec.rules)
        if (after.find(rule.id) == nullptr)
            into.rules.push_back({.rule = rule.id,
                                  .from = rule.mode,
                                  .to = std::nullopt,
                                  .parts = {},
                                  .live = is_live(rule.mode)});
    into.live = std::ranges::any_of(into.rules, &rule_change::live);
}

// Live rules that both have, in their order: it decides between policies that are otherwise equal.
std::vector<std::string_view> common_order(const reading& of, const reading& other) {
    std::set<std::string_view> theirs;
    for (const rule_spec& rule : other.spec.rules)
        if (rule.mode == rule_mode::live) theirs.insert(rule.id);
    std::vector<std::string_view> order;
    for (const rule_spec& rule : of.spec.rules)
        if (rule.mode == rule_mode::live && theirs.contains(rule.id)) order.push_back(rule.id);
    return order;
}

std::map<std::string, std::string> entries_of(const node& map) {
    std::map<std::string, std::string> all;
    for (const entry& e : map.entries) all.emplace(e.key, written(e.value));
    return all;
}

// By name: those that one has and the other has not, or has otherwise.
std::vector<part_change> compare_entries(std::string_view under, const node& before, const node& after) {
    const auto was = entries_of(before);
    const auto is = entries_of(after);
    std::set<std::string> names;
    for (const auto* each : {&was, &is})
        for (const auto& [name, text] : *each) names.insert(name);
    std::vector<part_change> found;
    for (const std::string& name : names) {
        const auto text_in = [&](const auto& map) {
            const auto entry = map.find(name);
            return entry == map.end() ? std::string() : entry->second;
        };
        part_change part{.what = std::string(under) + "/" + name, .from = text_in(was), .to = text_in(is)};
        if (part.from != part.to) found.push_back(std::move(part));
    }
    return found;
}

std::string told(const policy& p) {
    std::string all = p.clause + "\n" + p.fr + "\n" + p.en;
    if (p.deadline)
        all += "\n" + std::to_string(p.deadline->within.count()) + " " +
               std::to_string(static_cast<int>(p.deadline->then));
    return all;
}

// Whether a live rule of both says another policy: its own words or a pack's.
bool live_policies_differ(const reading& before, const reading& after) {
    const auto policy_of = [](const reading& in, const rule_spec& rule) {
        const auto found = std::ranges::find(in.spec.policies, rule.policy.value_or(""), &policy::name);
        return found == in.spec.policies.end() ? std::string() : told(*found);
    };
    return std::ranges::any_of(after.spec.rules, [&](const rule_spec& rule) {
        if (rule.mode != rule_mode::live || !rule.policy) return false;
        const rule_spec* was = before.find(rule.id);
        return was != nullptr && was->mode == rule_mode::live &&
               policy_of(before, *was) != policy_of(after, rule);
    });
}

void compare_the_rest(const reading& before, const reading& after, ruleset_changes& into) {
    const auto add = [&](part_change part, bool live) {
        if (part.from == part.to) return;
        into.general.push_back(std::move(part));
        into.live = into.live || live;
    };
    add({.what = "ruleset", .from = before.spec.name, .to = after.spec.name}, false);
    add({.what = "thresholds", .from = before.thresholds(), .to = after.thresholds()}, true);
    for (auto& part : compare_entries("policies", before.own("policies"), after.own("policies")))
        add(std::move(part), false);
    into.live = into.live || live_policies_differ(before, after);
    for (auto& part : compare_entries("lists", before.own("lists"), after.own("lists")))
        add(std::move(part), false);
    for (const auto& [name, text] : after.spec.packs) {
        const auto was = before.spec.packs.find(name);
        if (was != before.spec.packs.end() && was->second != text)
            add({.what = "packs/" + name, .from = {}, .to = "another edition"}, false);
    }
    if (common_order(before, after) != common_order(after, before))
        add({.what = "order", .from = {}, .to = "live rules stand in another order"}, true);
}

} // namespace

ruleset_changes changes_between(const ruleset_source& before, const ruleset_source& after) {
    const reading was(before);
    const reading is(after);
    ruleset_changes found;
    compare_rules(was, is, found);
    compare_the_rest(was, is, found);
    return found;
}

} // namespace greffe::rules
