// Texts that say nearly the same, found without reading all of them: MinHash over the words that carry
// meaning (folded, look-alikes undone, small words and order left out). `bands` are for an index: two texts
// are compared only if they share a band. `bits` (one bit of each of 128 minima) are for the comparison: the
// share of differing bits is (1 - J) / 2, J the share of words in common (Broder 1997; b-bit minwise hashing,
// Li and König 2010). The bytes are stored and compared across versions: they never change. Pure.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greffe::rules::text {

struct near_signature {
    std::array<std::uint64_t, 2> bits{};
    std::array<std::uint64_t, 16> bands{}; ///< each of two minima; a shared one is a candidate
    bool operator==(const near_signature&) const = default;
};

/// At most this many of the 128 bits differ between near duplicates: about half of the words in common.
inline constexpr int most_differing_bits = 34;
/// Texts with fewer different words have no signature: "bonne journée à tous" is no campaign.
inline constexpr std::size_t fewest_words = 5;

std::optional<near_signature> near_signature_of(std::string_view body);
int differing_bits(const near_signature& a, const near_signature& b);
/// They share a band, and their bits are near.
bool are_near(const near_signature& a, const near_signature& b);

} // namespace greffe::rules::text
