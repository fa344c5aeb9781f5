#include "rules/engine/required_literals.hpp"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <string_view>

namespace greffe::rules {
namespace {

constexpr std::size_t most_clauses = 2;
// The search for a smallest clause asks once for each literal; of more, all are taken.
constexpr std::size_t most_weighed = 256;

// The longest stretch of ASCII: whoever holds the atom holds it.
std::string ascii_part(std::string_view atom) {
    std::string_view best;
    for (std::size_t at = 0; at < atom.size();) {
        std::size_t end = at;
        while (end < atom.size() && static_cast<unsigned char>(atom[end]) < 0x80) ++end;
        if (end - at > best.size()) best = atom.substr(at, end - at);
        at = end + 1;
    }
    return std::string(best);
}

class formula {
  public:
    formula(const std::string& pattern, const RE2::Options& options)
        : filter_(static_cast<int>(shortest_literal)) {
        int id = 0;
        if (filter_.Add(pattern, options, &id) == RE2::NoError) filter_.Compile(&atoms_);
        usable_.resize(atoms_.size());
        for (std::size_t i = 0; i < atoms_.size(); ++i) {
            std::string part = ascii_part(atoms_[i]);
            if (part.size() >= shortest_literal) usable_[i] = std::move(part);
        }
    }

    std::size_t size() const { return atoms_.size(); }
    /// Empty: the atom holds no literal of use, and counts as present.
    const std::string& literal(std::size_t atom) const { return usable_[atom]; }
    /// Whether the pattern may match a text that lacks these atoms and holds all others.
    bool may_match_without(const std::vector<bool>& lacking) const {
        std::vector<int> present;
        for (std::size_t i = 0; i < atoms_.size(); ++i)
            if (!lacking[i]) present.push_back(static_cast<int>(i));
        std::vector<int> potential;
        filter_.AllPotentials(present, &potential);
        return !potential.empty();
    }

  private:
    re2::FilteredRE2 filter_;
    std::vector<std::string> atoms_;
    std::vector<std::string> usable_;
};

} // namespace

required_literals find_required_literals(const std::string& pattern, const RE2::Options& options) {
    const formula f(pattern, options);
    required_literals clauses;
    if (f.size() == 0) return clauses;
    std::vector<bool> open(f.size()); // may still go into a clause
    std::vector<std::size_t> shortest_first;
    for (std::size_t i = 0; i < f.size(); ++i) {
        open[i] = !f.literal(i).empty();
        if (open[i]) shortest_first.push_back(i);
    }
    std::ranges::stable_sort(shortest_first, {}, [&](std::size_t i) { return f.literal(i).size(); });
    while (clauses.size() < most_clauses) {
        std::vector<bool> lacking = open;
        if (f.may_match_without(lacking)) break;
        // Leave out what the clause does without, the least telling literals first.
        for (const std::size_t i : shortest_first) {
            if (!lacking[i] || shortest_first.size() > most_weighed) continue;
            lacking[i] = false;
            if (f.may_match_without(lacking)) lacking[i] = true;
        }
        std::vector<std::string> clause;
        for (const std::size_t i : shortest_first) {
            if (!lacking[i]) continue;
            clause.push_back(f.literal(i));
            open[i] = false;
        }
        clauses.push_back(std::move(clause));
    }
    return clauses;
}

} // namespace greffe::rules
