// What a scan found: for each elementary condition over text ("atom") of a ruleset whether it holds, and
// where. Owned data.
#pragma once
#include "rules/engine/truth.hpp"
#include "rules/engine/verdict.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace greffe::rules {

using atom_id = std::uint32_t;

struct outcomes {
    struct hit {
        atom_id atom;
        std::uint32_t first; ///< into `places`
        std::uint32_t count;
    };
    std::vector<truth> values;    ///< unknown until the atom's field is scanned
    std::vector<atom_id> touched; ///< every atom whose value is neither "no" nor "unknown"
    std::vector<hit> hits;        ///< of atoms that hold and have a place; by atom once arranged
    std::vector<span> places;

    /// A value that differs from what no match means.
    void set(atom_id atom, truth value) {
        values[atom] = value;
        touched.push_back(atom);
    }
    /// After a scan, before places_of.
    void arrange() { std::ranges::sort(hits, {}, &hit::atom); }
    std::span<const span> places_of(atom_id atom) const {
        const auto found = std::ranges::lower_bound(hits, atom, {}, &hit::atom);
        if (found == hits.end() || found->atom != atom) return {};
        return std::span(places).subspan(found->first, found->count);
    }
};

/// What one scan may still spend, in bytes of text that a regular expression may have to look at.
struct work_budget {
    std::int64_t left;
};

/// More places than these are not recorded for one condition.
inline constexpr std::size_t most_places = 64;

} // namespace greffe::rules
