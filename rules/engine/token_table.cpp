#include "rules/engine/token_table.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace greffe::rules {
namespace {

constexpr std::size_t eight = sizeof(std::uint64_t);

std::uint64_t load(const char* from) {
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t value = 0;
    std::memcpy(&value, from, eight);
    return value;
}

std::uint64_t head_of(std::string_view word) {
    std::uint64_t head = 0;
    std::memcpy(&head, word.data(), std::min(word.size(), eight));
    return head;
}

// What a filter goes by: shorter words are padded, so that their length is part of it.
std::uint64_t hash_of_head(std::uint64_t head) {
    return head * 0x9E3779B97F4A7C15ULL;
}

// Of the first eight bytes, the last eight, and the length: what lies between is told apart by comparing.
std::uint64_t hash_of(std::string_view word) {
    const std::uint64_t last = word.size() > eight ? load(word.data() + word.size() - eight) : 0;
    std::uint64_t hash = (head_of(word) ^ word.size()) * 0x9E3779B97F4A7C15ULL;
    hash = (hash ^ (hash >> 29U) ^ last) * 0xBF58476D1CE4E5B9ULL;
    return hash ^ (hash >> 32U);
}

std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32U);
}

} // namespace

std::uint32_t token_table::add(std::string_view word) {
    if (const auto known = find(word); known != none) return known;
    const auto number = static_cast<std::uint32_t>(words_.size());
    words_.emplace_back(word);
    if (words_.size() * 2 > slots_.size())
        grow();
    else
        place(hash_of(word), number);
    return number;
}

void token_table::place(std::uint64_t hash, std::uint32_t word) {
    std::size_t at = hash & mask_;
    while (slots_[at].word != none) at = (at + 1) & mask_;
    slots_[at] = {tag_of(hash), word};
}

void token_table::grow() {
    slots_.assign(std::bit_ceil(words_.size() * 4 + 16), slot{});
    mask_ = slots_.size() - 1;
    for (std::uint32_t word = 0; word < words_.size(); ++word) place(hash_of(words_[word]), word);
}

void token_table::freeze() {
    likely_.reset(words_.size());
    for (const std::string& word : words_) likely_.add(hash_of_head(head_of(word)));
}

std::uint32_t token_table::find(std::string_view word) const {
    if (slots_.empty()) return none;
    const std::uint64_t hash = hash_of(word);
    for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
        const slot& s = slots_[at];
        if (s.word == none) return none;
        if (s.tag == tag_of(hash) && words_[s.word] == word) return s.word;
    }
}

std::size_t token_table::choose(std::string_view text, std::span<const std::uint32_t> edges,
                                std::vector<std::uint32_t>& which) const {
    constexpr std::array<std::uint64_t, eight + 1> masks = {
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, ~0ULL};
    const std::size_t words = edges.size() / 2;
    // The last words begin too near to the end of the text for eight bytes to be read.
    std::size_t whole = words;
    while (whole > 0 && edges[2 * whole - 2] + eight > text.size()) --whole;
    std::size_t count = 0;
    for (std::size_t i = 0; i < whole; ++i) {
        const std::uint32_t begin = edges[2 * i];
        const std::size_t length = std::min<std::size_t>(edges[2 * i + 1] - begin, eight);
        which[count] = static_cast<std::uint32_t>(i);
        count += likely_.may_hold(hash_of_head(load(text.data() + begin) & masks[length]));
    }
    for (std::size_t i = whole; i < words; ++i) {
        const std::uint32_t begin = edges[2 * i];
        which[count] = static_cast<std::uint32_t>(i);
        count += likely_.may_hold(hash_of_head(head_of(text.substr(begin, edges[2 * i + 1] - begin))));
    }
    return count;
}

} // namespace greffe::rules
