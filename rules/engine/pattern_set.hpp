// All patterns that look at one view of one field. Those that require a literal are run only on texts that
// hold it, each alone; the others are matched together by one RE2::Set, and those that it reports are run
// alone for their spans. Immutable after compile(); thread-safe.
#pragma once
#include "rules/engine/literal_finder.hpp"
#include "rules/engine/outcomes.hpp"
#include "rules/engine/spec.hpp"
#include "rules/text/view.hpp"

#include <re2/set.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace greffe::rules {

class pattern_set {
  public:
    /// Before compile().
    void add(atom_id atom, const text_condition& condition);
    bool empty() const { return members_.empty(); }
    std::size_t size() const { return members_.size(); }
    /// Of the programs that no literal rules out, in instructions: what the set's share of the memory is
    /// measured by.
    std::int64_t weight() const { return weight_; }
    std::size_t unfiltered() const { return in_set_.size(); }
    /// False: the patterns do not fit into `memory` bytes.
    bool compile(std::int64_t memory);

    /// Sets the value of every member. A set that ran out of memory, or a budget that is spent, leaves
    /// members undecided.
    void match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const;

  private:
    using index = std::uint32_t;
    struct member {
        atom_id atom;
        std::shared_ptr<const re2::RE2> pattern;
        std::vector<std::shared_ptr<const re2::RE2>> except;
        std::uint8_t clauses = 0; ///< one bit for each that must hold; 0: in the set
    };
    struct use {
        index member;
        std::uint8_t clause;
    };
    void match_set(const text::view& view, text_field field, outcomes& out, work_budget& budget) const;
    void match_filtered(const text::view& view, text_field field, outcomes& out, work_budget& budget) const;
    void locate(const member& m, const text::view& view, text_field field, outcomes& out,
                work_budget& budget) const;

    std::vector<member> members_;
    std::vector<index> in_set_; ///< by their number in the set
    std::unique_ptr<re2::RE2::Set> set_;
    literal_finder literals_;
    std::vector<std::vector<use>> uses_; ///< by literal
    std::int64_t weight_ = 0;
};

} // namespace greffe::rules
