// A set of hashes that errs on one side: it knows every hash that was added, and takes about one other in 250
// for one of them. Four bytes a hash, and both bits of a hash lie in one word, so that to ask costs one load
// and no branch. Filled once, then immutable and thread-safe.
#pragma once
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace greffe::rules {

class key_filter {
  public:
    /// Empties it, with room for so many hashes.
    void reset(std::size_t hashes) {
        constexpr std::size_t least_words = 64;
        const std::size_t words = std::clamp(std::bit_ceil(hashes / 2 + 1), least_words, most_words);
        bits_.assign(words, 0);
        shift_ = 64 - static_cast<unsigned>(std::countr_zero(words));
    }
    /// `hash`: its upper half must be well mixed.
    void add(std::uint64_t hash) {
        bits_[hash >> shift_] |= std::uint64_t{1} << first(hash) | std::uint64_t{1} << second(hash);
    }
    /// Precondition: reset() was called. 1 or 0, to be added up.
    std::uint64_t may_hold(std::uint64_t hash) const {
        const std::uint64_t word = bits_[hash >> shift_];
        return word >> first(hash) & word >> second(hash) & 1U;
    }

  private:
    // The word is chosen by the 20 bits above those that choose in it.
    static constexpr std::size_t most_words = std::size_t{1} << 20U;
    static unsigned first(std::uint64_t hash) { return static_cast<unsigned>(hash >> 38U) & 63U; }
    static unsigned second(std::uint64_t hash) { return static_cast<unsigned>(hash >> 32U) & 63U; }

    std::vector<std::uint64_t> bits_;
    unsigned shift_ = 58;
};

} // namespace greffe::rules
