// Words to numbers, made for looking up every word of a text: a filter tells without a branch which of them
// may be here, and only these are looked up. Filled, frozen, then immutable and thread-safe.
#pragma once
#include "rules/engine/key_filter.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

class token_table {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// The number of `word`, from 0; the same for the same word.
    std::uint32_t add(std::string_view word);
    void freeze();
    /// `none`: it was never added.
    std::uint32_t find(std::string_view word) const;
    /// Writes which of the words of `text`, given by their edges (see find_words), may be in the table;
    /// returns how many. `which` has room for all. Precondition: frozen.
    std::size_t choose(std::string_view text, std::span<const std::uint32_t> edges,
                       std::vector<std::uint32_t>& which) const;
    bool empty() const { return words_.empty(); }
    std::size_t size() const { return words_.size(); }

  private:
    struct slot {
        std::uint32_t tag = 0;
        std::uint32_t word = none;
    };
    void place(std::uint64_t hash, std::uint32_t word);
    void grow();

    std::vector<std::string> words_;
    std::vector<slot> slots_;
    key_filter likely_;
    std::size_t mask_ = 0;
};

} // namespace greffe::rules
