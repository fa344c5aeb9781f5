#include "rules/engine/condition_forest.hpp"

#include <algorithm>
#include <tuple>

namespace greffe::rules {

condition_forest::step_id condition_forest::add_atom(atom_id atom, place at) {
    steps_.push_back({kind::atom, atom, 0, at});
    return static_cast<step_id>(steps_.size() - 1);
}

condition_forest::step_id condition_forest::add_branch(kind what, const std::vector<step_id>& children,
                                                       place at) {
    steps_.push_back({what, static_cast<std::uint32_t>(children_.size()),
                      static_cast<std::uint32_t>(children.size()), at});
    children_.insert(children_.end(), children.begin(), children.end());
    return static_cast<step_id>(steps_.size() - 1);
}

truth condition_forest::evaluate(step_id root, const outcomes& seen) const {
    switch (steps_[root].what) {
    case kind::atom: return seen.values[steps_[root].first];
    case kind::negation: return inverse(evaluate(children_of(root)[0], seen));
    case kind::all: {
        truth value = truth::yes();
        for (const step_id child : children_of(root)) value = both(value, evaluate(child, seen));
        return value;
    }
    case kind::any: {
        truth value = truth::no();
        for (const step_id child : children_of(root)) value = either(value, evaluate(child, seen));
        return value;
    }
    }
    return truth::no();
}

void condition_forest::collect(step_id at, const outcomes& seen, std::vector<span>& into) const {
    const kind what = steps_[at].what;
    if (what == kind::negation || !evaluate(at, seen).is_yes()) return;
    if (what == kind::atom) {
        const auto places = seen.places_of(steps_[at].first);
        into.insert(into.end(), places.begin(), places.end());
        return;
    }
    for (const step_id child : children_of(at)) collect(child, seen, into);
}

std::vector<span> condition_forest::places(step_id root, const outcomes& seen) const {
    std::vector<span> found;
    collect(root, seen, found);
    std::ranges::sort(found, {}, [](const span& s) { return std::tuple(s.field, s.begin, s.end); });
    const auto repeats = std::ranges::unique(found);
    found.erase(repeats.begin(), repeats.end());
    return found;
}

} // namespace greffe::rules
