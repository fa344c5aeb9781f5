// Everything a ruleset asks of one field of a text. Filled and compiled once, then immutable and thread-safe.
#pragma once
#include "rules/engine/outcomes.hpp"
#include "rules/engine/pattern_set.hpp"
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
    void add(atom_id atom, const length_condition& condition);

    bool empty() const { return atoms_.empty(); }
    /// One a view, raw and folded.
    std::array<pattern_set, 2>& pattern_sets() { return patterns_; }

    /// Sets the value of every atom of this plan. Precondition: `text` is valid UTF-8 (other bytes do no
    /// harm).
    void scan(std::string_view text, text_field field, outcomes& out, work_budget& budget) const;

  private:
    struct link_atom {
        atom_id atom;
        std::size_t count;
        bool any_host;
        text::host_list hosts;
    };
    struct length_atom {
        atom_id atom;
        length_condition limits;
    };
    void scan_views(std::string_view text, text_field field, outcomes& out, work_budget& budget) const;
    void scan_links(std::string_view text, text_field field, outcomes& out) const;

    std::vector<atom_id> atoms_;
    std::array<pattern_set, 2> patterns_; ///< by view_kind
    std::array<word_index, 2> words_;
    std::vector<link_atom> links_;
    std::vector<length_atom> lengths_;
};

} // namespace greffe::rules
