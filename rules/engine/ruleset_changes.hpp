// What one ruleset says otherwise than another one: rule by rule, packs expanded, so that a person can see
// what a push would change, and whether it changes what live rules do. Comments, spaces and the order of keys
// are no change. Pure.
#pragma once
#include "rules/engine/packs.hpp"
#include "rules/engine/verdict.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// A ruleset as it is kept. `packs`: null for those that ship.
struct ruleset_source {
    std::string_view yaml;
    const pack_texts* packs = nullptr;
};

/// One thing that is said otherwise; as YAML on one line, "" for what is not said.
struct part_change {
    std::string
        what; ///< of a rule: one of its keys, or "lists"; else "thresholds", "policies/scam", "order" …
    std::string from;
    std::string to;
    bool operator==(const part_change&) const = default;
};

struct rule_change {
    std::string rule;
    std::optional<rule_mode> from;  ///< absent: it is new
    std::optional<rule_mode> to;    ///< absent: it is gone
    std::vector<part_change> parts; ///< of a rule that both have, but for the mode
    bool live = false;              ///< what the live rules do is not the same
    bool operator==(const rule_change&) const = default;
};

struct ruleset_changes {
    std::vector<part_change> general; ///< beside the rules
    std::vector<rule_change> rules;   ///< in the order of the newer ruleset, then those that are gone
    bool live = false;                ///< what the live rules do is not the same

    bool none() const { return general.empty() && rules.empty(); }
};

/// What cannot be read counts as empty.
ruleset_changes changes_between(const ruleset_source& before, const ruleset_source& after);

} // namespace greffe::rules
