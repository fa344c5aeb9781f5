// What each common character folds to when it stands alone: fold_piece, computed once for every code point
// below U+2100 (Latin, Greek, Cyrillic, Hebrew, Arabic, punctuation). Immutable after its first use;
// thread-safe.
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace greffe::rules::text {

class fold_table {
  public:
    static constexpr char32_t limit = 0x2100;
    struct entry {
        std::array<char, 6> bytes;
        std::uint8_t length; ///< of `bytes`; too_long: ask fold_piece
        bool starts_piece;   ///< it never belongs to the character before it
        std::string_view text() const { return {bytes.data(), length}; }
    };
    static constexpr std::uint8_t too_long = 0xFF;

    static const fold_table& get();
    /// Precondition: character < limit.
    const entry& operator[](char32_t character) const { return entries_[character]; }

  private:
    fold_table();
    std::vector<entry> entries_;
};

} // namespace greffe::rules::text
