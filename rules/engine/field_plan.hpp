// Everything a ruleset asks of one field of a text. Filled and compiled once, then immutable and thread-safe.
#pragma once
#include "rules/engine/outcomes.hpp"
#include "rules/engine/pattern_set.hpp"
#include "rules/engine/shape_plan.hpp"
#include "rules/engine/word_index.hpp"
#include "rules/text/hosts.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace greffe::rules {

class field_plan {
  public:
    void add(atom_id atom, const text_condition& condition);
    void add(atom_id atom, const words_condition& condition);
    void add(atom_id atom, const link_condition& condition);
    /// length, caps, repeat, emoji, language
    template <class Shape>
        requires requires(shape_plan p, const Shape& c) { p.add(atom_id{}, c); }
    void add(atom_id atom, const Shape& condition) {
        atoms_.push_back(atom);
        shapes_.add(atom, condition);
    }

    /// After the last add, before scan and match; the pattern sets are compiled on their own.
    void freeze();

    bool empty() const { return atoms_.empty(); }
    const std::vector<atom_id>& atoms() const { return atoms_; }
    /// One a view.
    std::array<pattern_set, text::views>& pattern_sets() { return patterns_; }
    const std::array<pattern_set, text::views>& pattern_sets() const { return patterns_; }

    /// Sets the value of every atom of this plan that holds, or that is unknown or undecided. Preconditions:
    /// they are all "no"; `text` is valid UTF-8 (other bytes do no harm).
    void scan(std::string_view text, text_field field, outcomes& out, work_budget& budget) const;

    /// The patterns and words alone, on a view that stands already.
    void match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const;

  private:
    struct link_atom {
        atom_id atom;
        std::size_t count;
        bool any_host;
        text::host_list hosts;
    };
    void scan_views(std::string_view text, text_field field, outcomes& out, work_budget& budget) const;
    void scan_links(std::string_view text, text_field field, outcomes& out, work_budget& budget) const;

    std::vector<atom_id> atoms_;
    std::array<pattern_set, text::views> patterns_; ///< by view_kind
    std::array<word_index, text::views> words_;
    std::vector<link_atom> links_;
    shape_plan shapes_;
};

} // namespace greffe::rules
