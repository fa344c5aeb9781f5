// The `when` of every rule, flattened: trees of all, any and not over atoms. Immutable once filled;
// thread-safe.
#pragma once
#include "rules/engine/fact_table.hpp"
#include "rules/engine/outcomes.hpp"
#include "rules/engine/spec.hpp"

#include <cstdint>
#include <vector>

namespace greffe::rules {

/// All that a condition may look at: what was found in the text, and the facts.
struct evidence {
    const outcomes& seen;
    const fact_table& table;
    const facts& known;
    bool facts_known = true; ///< false: every condition on a fact is unknown
};

class condition_forest {
  public:
    enum class kind : std::uint8_t { atom, fact, all, any, negation };
    using step_id = std::uint32_t;

    step_id add_atom(atom_id atom, place at);
    step_id add_fact(fact_id fact, place at);
    step_id add_branch(kind what, const std::vector<step_id>& children, place at);

    truth evaluate(step_id root, const evidence& known) const;
    /// The places of all atoms that took part in a root that holds: not those below a `not`, nor in branches
    /// that fail. Sorted, without repeats.
    std::vector<span> places(step_id root, const evidence& known) const;

    kind kind_of(step_id step) const { return steps_[step].what; }
    place place_of(step_id step) const { return steps_[step].at; }
    /// Precondition: kind_of(step) is atom.
    atom_id atom_of(step_id step) const { return steps_[step].first; }
    /// Precondition: kind_of(step) is fact.
    fact_id fact_of(step_id step) const { return steps_[step].first; }
    /// Precondition: kind_of(step) is neither atom nor fact.
    std::span<const step_id> children_of(step_id step) const {
        return std::span(children_).subspan(steps_[step].first, steps_[step].count);
    }

  private:
    struct step {
        kind what;
        std::uint32_t first; ///< the atom, the fact, or the first child in children_
        std::uint32_t count;
        place at;
    };
    void collect(step_id at, const evidence& known, std::vector<span>& into) const;

    std::vector<step> steps_;
    std::vector<step_id> children_;
};

} // namespace greffe::rules
