// All patterns that look at one view of one field, matched together by RE2::Set; only those that the set
// reports are run alone, for their spans. Immutable after compile(); thread-safe.
#pragma once
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
    /// Of all programs, in instructions: what the set's share of the memory is measured by.
    std::int64_t weight() const { return weight_; }
    /// False: the patterns do not fit into `memory` bytes.
    bool compile(std::int64_t memory);

    /// Sets the value of every member. A set that ran out of memory, or a budget that is spent, leaves
    /// members undecided.
    void match(const text::view& view, text_field field, outcomes& out, work_budget& budget) const;

  private:
    struct member {
        atom_id atom;
        std::shared_ptr<const re2::RE2> pattern;
        std::vector<std::shared_ptr<const re2::RE2>> except;
    };
    void locate(const member& m, const text::view& view, text_field field, outcomes& out,
                work_budget& budget) const;

    std::vector<member> members_;
    std::unique_ptr<re2::RE2::Set> set_;
    std::int64_t weight_ = 0;
};

} // namespace greffe::rules
