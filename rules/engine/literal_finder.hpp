// Many literals sought in a text at once. Each literal is known by its rarest few bytes. At each place of the
// text, and for long literals at every second one, a small hash of the bytes there tells whether any literal
// may stand there: eight places at once, without a branch. What passes is held against a larger filter, and
// only then compared. The time hardly depends on the number of literals as long as they are rare, and the
// tables are a few bytes a literal: nothing is built lazily, so the first text is as fast as the last. Filled
// and frozen once, then immutable and thread-safe.
#pragma once
#include "rules/engine/key_filter.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace greffe::rules {

class literal_finder {
  public:
    static constexpr std::size_t shortest = 3;

    /// The literal's number, from 0; the same for the same literal. Precondition: at least `shortest` bytes.
    std::uint32_t add(std::string_view literal);
    void freeze();
    std::size_t size() const { return literals_.size(); }
    /// Appends the number of every literal that occurs, once or more often, in any order. `work` goes down by
    /// the bytes that were compared; false: none was left, and what was found is not all.
    bool find(std::string_view text, std::vector<std::uint32_t>& found, std::int64_t& work) const;

  private:
    static constexpr std::size_t long_literal = 6;
    static constexpr std::size_t longest_gram = 6;

    // All literals that are sought by so many bytes, at every `stride`-th place.
    struct grams {
        struct entry {
            std::uint64_t gram;
            std::uint64_t head; ///< the literal's first bytes: most that hold its gram differ there
            std::uint64_t head_mask;
            std::uint32_t literal;
            std::uint32_t offset; ///< of the gram in the literal
        };
        struct slot {
            std::uint64_t gram = 0;
            std::uint32_t first = 0; ///< into entries
            std::uint32_t count = 0; ///< 0: the slot is free
        };
        std::size_t length;
        std::size_t stride;
        std::vector<std::uint8_t> near{}; ///< by small hash: 1 if a gram has it
        key_filter likely{};              ///< the grams, with what follows them up to eight bytes
        std::vector<entry> entries{};     ///< by gram
        std::vector<slot> slots{};        ///< by hash, then the next free one

        void choose(const std::string& literal, std::uint32_t number,
                    const std::unordered_map<std::uint64_t, std::uint32_t>& frequency);
        void freeze(const std::vector<std::string>& literals);
        std::size_t home_of(std::uint64_t gram) const;
    };
    grams& home_of(std::size_t length);
    void size_grams();
    bool find(const grams& in, std::string_view text, std::vector<std::uint32_t>& found,
              std::int64_t& work) const;
    void verify(const grams& in, std::string_view text, std::size_t at, std::vector<std::uint32_t>& found,
                std::int64_t& work) const;

    std::vector<std::string> literals_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
    grams three_{.length = 3, .stride = 1};
    grams short_{.length = 4, .stride = 1};
    grams long_{.length = longest_gram, .stride = 2}; ///< as long as the shortest literal admits
};

} // namespace greffe::rules
