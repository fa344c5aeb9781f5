// What a ruleset asks about the outward form of one field: length, capitals, repeats, emoji, language. Filled
// once, then immutable and thread-safe.
#pragma once
#include "rules/engine/outcomes.hpp"
#include "rules/engine/spec.hpp"
#include "rules/text/view.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace greffe::rules {

class shape_plan {
  public:
    void add(atom_id atom, const length_condition& condition) { lengths_.emplace_back(atom, condition); }
    void add(atom_id atom, const caps_condition& condition) { capitals_.emplace_back(atom, condition); }
    void add(atom_id atom, const repeat_condition& condition) { repeats_.emplace_back(atom, condition); }
    void add(atom_id atom, const emoji_condition& condition) { emoji_.emplace_back(atom, condition); }
    void add(atom_id atom, const language_condition& condition) { languages_.emplace_back(atom, condition); }

    bool needs_folded() const { return !repeats_.empty(); }
    void scan(std::string_view text, text_field field, outcomes& out) const;
    /// The conditions on a folded view.
    void scan(const text::view& folded, text_field field, outcomes& out, work_budget& budget) const;

  private:
    template <class Condition>
    using each = std::vector<std::pair<atom_id, Condition>>;

    each<length_condition> lengths_;
    each<caps_condition> capitals_;
    each<repeat_condition> repeats_;
    each<emoji_condition> emoji_;
    each<language_condition> languages_;
};

} // namespace greffe::rules
