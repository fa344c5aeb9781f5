// Which rules can match at all, given what a scan found: most rules of a large ruleset ask for something that
// is not in the text, and are never looked at. A rule that fails when nothing is found and no fact is known
// fails (or is unknown) as long as none of its atoms is found, whatever the facts: conditions are monotone in
// what is known (Kleene). Immutable once built; thread-safe.
#pragma once
#include "rules/engine/outcomes.hpp"

#include <cstdint>
#include <vector>

namespace greffe::rules {

struct program;

class rule_selection {
  public:
    rule_selection() = default;
    /// Precondition: the program's rules and conditions are complete.
    explicit rule_selection(const program& p);
    /// Active rules that may match, as indexes in file order. `chosen` is cleared first.
    void choose(const outcomes& seen, std::vector<std::uint32_t>& chosen) const;

  private:
    std::vector<std::uint32_t> always_;
    std::vector<std::uint32_t> first_; ///< by atom, into by_atom_; one more than atoms
    std::vector<std::uint32_t> by_atom_;
};

} // namespace greffe::rules
