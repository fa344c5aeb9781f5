#include "rules/engine/condition_forest.hpp"

#include <algorithm>
#include <tuple>

namespace greffe::rules {

condition_forest::step_id condition_forest::add_atom(atom_id atom, place at) {
    steps_.push_back({kind::atom, atom, 0, at});
    return static_cast<step_id>(steps_.size() - 1);
}

condition_forest::step_id condition_forest::add_fact(fact_id fact, place at) {
    steps_.push_back({kind::fact, fact, 0, at});
    return static_cast<step_id>(steps_.size() - 1);
}

condition_forest::step_id condition_forest::add_branch(kind what, const std::vector<step_id>& children,
                                                       place at) {
    steps_.push_back({what, static_cast<std::uint32_t>(children_.size()),
                      static_cast<std::uint32_t>(children.size()), at});
    children_.insert(children_.end(), children.begin(), children.end());
    return static_cast<step_id>(steps_.size() - 1);
}

truth condition_forest::evaluate(step_id root, const evidence& known) const {
    switch (steps_[root].what) {
    case kind::atom: return known.seen.values[steps_[root].first];
    case kind::fact:
        return known.facts_known ? known.table.value(steps_[root].first, known.known) : truth::unknown();
    case kind::negation: return inverse(evaluate(children_of(root)[0], known));
    case kind::all: {
        truth value = truth::yes();
        for (const step_id child : children_of(root)) {
            value = both(value, evaluate(child, known));
            if (value == truth::no()) break;
        }
        return value;
    }
    case kind::any: {
        truth value = truth::no();
        for (const step_id child : children_of(root)) {
            value = either(value, evaluate(child, known));
            if (value.is_yes()) break;
        }
        return value;
    }
    }
    return truth::no();
}

void condition_forest::collect(step_id at, const evidence& known, std::vector<span>& into) const {
    const kind what = steps_[at].what;
    if (what == kind::negation || what == kind::fact || !evaluate(at, known).is_yes()) return;
    if (what == kind::atom) {
        const auto places = known.seen.places_of(steps_[at].first);
        into.insert(into.end(), places.begin(), places.end());
        return;
    }
    for (const step_id child : children_of(at)) collect(child, known, into);
}

std::vector<span> condition_forest::places(step_id root, const evidence& known) const {
    std::vector<span> found;
    collect(root, known, found);
    std::ranges::sort(found, {}, [](const span& s) { return std::tuple(s.field, s.begin, s.end); });
    const auto repeats = std::ranges::unique(found);
    found.erase(repeats.begin(), repeats.end());
    return found;
}

} // namespace greffe::rules
