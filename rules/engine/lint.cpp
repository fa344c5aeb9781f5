#include "rules/engine/lint.hpp"

#include "rules/engine/describe.hpp"
#include "rules/engine/implication.hpp"
#include "rules/engine/ordinary_texts.hpp"
#include "rules/engine/required_literals.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <unordered_map>

namespace greffe::rules {
namespace {

constexpr std::size_t most_leaves = 12;
constexpr std::size_t most_sharers = 64;
constexpr std::size_t most_comparisons = 100'000;
// Instructions of a pattern that no literal rules out, so that every text pays for it. A usual one has tens.
constexpr int costly_program = 2'000;
// A pattern that is run alone costs as much as a fifth of all others together: one text in so many may.
constexpr std::size_t most_tried = 5;

using leaves = std::vector<const condition*>;

// A tree of all, any and not over the leaves, by their identity.
class proposition {
  public:
    void collect(const condition& c) {
        if (const auto* children = children_of(c)) {
            for (const condition& child : *children) collect(child);
        } else if (bits_.try_emplace(identity(c), all_.size()).second) {
            all_.push_back(&c);
        }
    }

    std::size_t size() const { return all_.size(); }

    /// Calls `visit` with every assignment that the leaves' relations admit, until it returns false.
    template <class Visit>
    void for_each_assignment(const Visit& visit) const {
        std::vector<std::uint32_t> with(all_.size());
        std::vector<std::uint32_t> without(all_.size());
        for (std::size_t a = 0; a < all_.size(); ++a) {
            for (std::size_t b = 0; b < all_.size(); ++b) {
                if (a == b) continue;
                const relation r = relation_of(*all_[a], *all_[b]);
                if (r == relation::implies) with[a] |= 1U << b;
                if (r == relation::excludes) without[a] |= 1U << b;
            }
        }
        for (std::uint32_t values = 0; values < (1U << all_.size()); ++values) {
            bool possible = true;
            for (std::size_t a = 0; a < all_.size() && possible; ++a)
                if ((values >> a & 1U) != 0)
                    possible = (with[a] & ~values) == 0 && (without[a] & values) == 0;
            if (possible && !visit(values)) return;
        }
    }

    bool value(const condition& c, std::uint32_t values) const {
        if (const auto* all = std::get_if<all_of>(&c.is))
            return std::ranges::all_of(all->children,
                                       [&](const condition& child) { return value(child, values); });
        if (const auto* any = std::get_if<any_of>(&c.is))
            return std::ranges::any_of(any->children,
                                       [&](const condition& child) { return value(child, values); });
        if (const auto* none = std::get_if<none_of>(&c.is)) return !value(none->child.front(), values);
        return (values >> bits_.at(identity(c)) & 1U) != 0;
    }

    static const std::vector<condition>* children_of(const condition& c) {
        if (const auto* all = std::get_if<all_of>(&c.is)) return &all->children;
        if (const auto* any = std::get_if<any_of>(&c.is)) return &any->children;
        if (const auto* none = std::get_if<none_of>(&c.is)) return &none->child;
        return nullptr;
    }

  private:
    std::unordered_map<std::string, std::size_t> bits_;
    leaves all_;
};

void collect_leaves(const condition& c, leaves& into) {
    const auto* children = proposition::children_of(c);
    if (children == nullptr) return into.push_back(&c);
    for (const condition& child : *children) collect_leaves(child, into);
}

void warn(const rule_spec& rule, std::string_view code, std::string message, std::string hint,
          diagnostics& found) {
    found.push_back({diagnostic::severity::warning, rule.from.file, rule.from.at.line, rule.from.at.column,
                     std::string(code), std::move(message), std::move(hint)});
}

bool can_match(const rule_spec& rule) {
    proposition p;
    p.collect(*rule.when);
    if (p.size() > most_leaves) return true;
    bool reachable = false;
    p.for_each_assignment([&](std::uint32_t values) {
        reachable = p.value(*rule.when, values);
        return !reachable;
    });
    return reachable;
}

bool implies(const rule_spec& narrow, const rule_spec& wide) {
    proposition p;
    p.collect(*narrow.when);
    p.collect(*wide.when);
    if (p.size() > most_leaves) return false;
    bool always = true;
    bool ever = false;
    p.for_each_assignment([&](std::uint32_t values) {
        if (!p.value(*narrow.when, values)) return true;
        ever = true;
        always = p.value(*wide.when, values);
        return always;
    });
    return ever && always;
}

// `wide` does at least what `narrow` does, wherever that may apply.
bool does_as_much(const rule_spec& wide, const rule_spec& narrow) {
    const auto covers = [](const std::vector<std::string>& wider, const std::vector<std::string>& narrower) {
        return wider.empty() || wider == narrower;
    };
    return wide.target == rule_target::comment && narrow.target == rule_target::comment &&
           wide.mode == rule_mode::live && narrow.mode == rule_mode::live && !wide.daily_cap &&
           (!wide.expires || wide.expires == narrow.expires) &&
           covers(wide.where.sections, narrow.where.sections) && covers(wide.where.tags, narrow.where.tags) &&
           wide.does >= narrow.does && wide.score >= narrow.score;
}

// By what two rules may have to do with one another.
std::vector<std::string> keys_of(const condition& leaf) {
    const std::string prefix = std::to_string(leaf.is.index()) + std::string(to_string(leaf.in)) + ':';
    std::vector<std::string> keys;
    if (const auto* words = std::get_if<words_condition>(&leaf.is))
        for (const std::string& entry : words->entries) keys.push_back(prefix + entry);
    else if (const auto* text = std::get_if<text_condition>(&leaf.is))
        keys.push_back(prefix + text->pattern.text);
    else if (const auto* link = std::get_if<link_condition>(&leaf.is);
             link != nullptr && !link->hosts.empty())
        for (const std::string& host : link->hosts) keys.push_back(prefix + host);
    else
        keys.push_back(prefix);
    return keys;
}

void find_subsumed(const std::vector<rule_spec>& rules, diagnostics& found) {
    std::unordered_map<std::string, std::vector<std::size_t>> sharers;
    std::vector<std::set<std::string>> keys(rules.size());
    for (std::size_t i = 0; i < rules.size(); ++i) {
        leaves all;
        collect_leaves(*rules[i].when, all);
        for (const condition* leaf : all)
            keys[i].merge([&] {
                const auto list = keys_of(*leaf);
                return std::set<std::string>(list.begin(), list.end());
            }());
        for (const std::string& key : keys[i]) sharers[key].push_back(i);
    }
    std::size_t comparisons = 0;
    for (std::size_t narrow = 0; narrow < rules.size(); ++narrow) {
        std::set<std::size_t> others;
        for (const std::string& key : keys[narrow]) {
            const auto& list = sharers[key];
            if (list.size() <= most_sharers) others.insert(list.begin(), list.end());
        }
        others.erase(narrow);
        for (const std::size_t wide : others) {
            if (!does_as_much(rules[wide], rules[narrow])) continue;
            if (++comparisons > most_comparisons) return;
            if (!implies(rules[narrow], rules[wide])) continue;
            // Of two that say the same, the later one is too many.
            if (wide > narrow && does_as_much(rules[narrow], rules[wide]) &&
                implies(rules[wide], rules[narrow]))
                continue;
            warn(rules[narrow], "subsumed",
                 "whatever matches the rule '" + rules[narrow].id + "' matches '" + rules[wide].id + "' (" +
                     rules[wide].from.file + ":" + std::to_string(rules[wide].from.at.line) +
                     "), which does at least as much",
                 "remove it, or make it do more", found);
            break;
        }
    }
}

// Of how many ordinary texts hold what the pattern requires, so that it is run on them.
std::size_t texts_to_try(const required_literals& required) {
    return static_cast<std::size_t>(std::ranges::count_if(ordinary_texts(), [&](std::string_view text) {
        return std::ranges::all_of(required, [&](const auto& clause) {
            return std::ranges::any_of(clause, [&](const std::string& literal) {
                return text.find(literal) != std::string_view::npos;
            });
        });
    }));
}

void find_costly(const rule_spec& rule, diagnostics& found) {
    leaves all;
    collect_leaves(*rule.when, all);
    const auto costly = [&](const condition& leaf, std::string message, std::string hint) {
        found.push_back({diagnostic::severity::warning, rule.from.file, leaf.at.line, leaf.at.column,
                         "costly", std::move(message), std::move(hint)});
    };
    for (const condition* leaf : all) {
        const auto* text = std::get_if<text_condition>(&leaf->is);
        if (text == nullptr) continue;
        const auto& required = text->pattern.required;
        if (required.empty()) {
            if (text->pattern.compiled->ProgramSize() > costly_program)
                costly(*leaf,
                       "this large pattern is tried on every text, because it requires no three letters in a "
                       "row",
                       "add a word that must be there, make counted repeats smaller, or use 'words'");
            continue;
        }
        const std::size_t tried = texts_to_try(required);
        const std::size_t of = ordinary_texts().size();
        if (tried * most_tried > of)
            costly(*leaf,
                   "this pattern is run alone on " + std::to_string(tried) + " of " + std::to_string(of) +
                       " ordinary comments: what it requires stands in them ('" + required[0][0] + "')",
                   "add a rarer word that must be there, or use 'words'");
    }
}

} // namespace

void lint(const ruleset_spec& spec, diagnostics& found) {
    for (const rule_spec& rule : spec.rules) {
        if (rule.mode == rule_mode::disabled) continue;
        if (!can_match(rule))
            warn(rule, "unreachable",
                 "the rule '" + rule.id + "' can never match: its conditions exclude one another",
                 "look for a condition under both 'all' and 'not'", found);
        find_costly(rule, found);
    }
    find_subsumed(spec.rules, found);
}

} // namespace greffe::rules
