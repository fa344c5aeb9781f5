// What a scan found: for each elementary condition ("atom") of a ruleset whether it holds, and where. Owned
// data.
#pragma once
#include "rules/engine/truth.hpp"
#include "rules/engine/verdict.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace greffe::rules {

using atom_id = std::uint32_t;

struct outcomes {
    /// Every atom unknown: the fields are absent until they are scanned.
    explicit outcomes(std::size_t atoms) : values(atoms, truth::unknown()) {}

    struct hit {
        atom_id atom;
        std::uint32_t first; ///< into `places`
        std::uint32_t count;
    };
    std::vector<truth> values;
    std::vector<hit> hits; ///< of atoms that hold and have a place
    std::vector<span> places;

    std::span<const span> places_of(atom_id atom) const {
        for (const hit& h : hits)
            if (h.atom == atom) return std::span(places).subspan(h.first, h.count);
        return {};
    }
};

/// What one scan may still spend, in bytes of text that a regular expression may have to look at.
struct work_budget {
    std::int64_t left;
};

/// More places than these are not recorded for one condition.
inline constexpr std::size_t most_places = 64;

} // namespace greffe::rules
