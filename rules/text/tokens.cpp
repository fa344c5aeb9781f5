#include "rules/text/tokens.hpp"

#include "rules/text/fold_piece.hpp"
#include "rules/text/utf8.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace greffe::rules::text {
namespace {

// Numbers that are kept from one text to the next.
constexpr std::size_t kept_edges = 1 << 16;

constexpr std::uint32_t word_types = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK | U_GC_NL_MASK;

bool is_word(char32_t character) {
    if (character < 0x80) {
        const char32_t lower = character | 0x20U;
        return (lower >= U'a' && lower <= U'z') || (character >= U'0' && character <= U'9');
    }
    return (U_MASK(u_charType(static_cast<UChar32>(character))) & word_types) != 0;
}

#ifndef __SSE2__
constexpr std::uint64_t each(unsigned char byte) {
    return 0x0101010101010101ULL * byte;
}
constexpr std::uint64_t top_bits = each(0x80);

// One bit a byte, from the top bit of each.
std::uint64_t gathered(std::uint64_t tops) {
    return (tops >> 7U) * 0x0102040810204080ULL >> 56U;
}

// Of eight bytes the ASCII letters and digits, as top bits: adding what lacks to 128 sets the top bit.
std::uint64_t ascii_words(std::uint64_t bytes) {
    const std::uint64_t low = bytes & ~top_bits;
    const std::uint64_t lower = low | each(0x20);
    const std::uint64_t letters = (lower + each(0x80 - 'a')) & ~(lower + each(0x7F - 'z'));
    const std::uint64_t digits = (low + each(0x80 - '0')) & ~(low + each(0x7F - '9'));
    return (letters | digits) & ~bytes & top_bits;
}
#endif

constexpr std::size_t lane = 16;

// Of up to 64 bytes one bit each: words, and whatever is not ASCII.
struct block_bits {
    std::uint64_t words = 0;
    std::uint64_t others = 0;
};

#ifdef __SSE2__
// Of sixteen bytes, where c lies between first and last: as signed bytes, so nothing beyond ASCII does.
__m128i between(__m128i bytes, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmpgt_epi8(_mm_set1_epi8(static_cast<char>(last + 1)), bytes));
}
#endif

void add_bits(const char* bytes, std::size_t at, block_bits& to) {
#ifdef __SSE2__
    const __m128i seen = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
    const __m128i lower = _mm_or_si128(seen, _mm_set1_epi8(0x20));
    const __m128i words = _mm_or_si128(between(lower, 'a', 'z'), between(seen, '0', '9'));
    to.words |= static_cast<std::uint64_t>(_mm_movemask_epi8(words)) << at;
    to.others |= static_cast<std::uint64_t>(_mm_movemask_epi8(seen)) << at;
#else
    for (std::size_t half = 0; half < lane; half += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes + half, 8);
        to.words |= gathered(ascii_words(eight)) << (at + half);
        to.others |= gathered(eight & top_bits) << (at + half);
    }
#endif
}

block_bits bits_of(std::string_view block) {
    static_assert(std::endian::native == std::endian::little);
    block_bits made;
    std::size_t at = 0;
    for (; at + lane <= block.size(); at += lane) add_bits(block.data() + at, at, made);
    if (at < block.size()) {
        char rest[lane] = {};
        std::memcpy(rest, block.data() + at, block.size() - at);
        add_bits(rest, at, made);
    }
    return made;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Stretches that hold other than ASCII are read by the book; no word goes beyond them.
std::size_t read_by_the_book(std::string_view text, std::vector<std::uint32_t>& edges,
                             std::size_t stretches) {
    thread_local std::vector<std::uint32_t> read;
    read.clear();
    for (std::size_t i = 0; i < stretches; ++i) {
        const std::size_t begin = edges[2 * i];
        const auto stretch = text.substr(begin, edges[2 * i + 1] - begin);
        if (is_ascii(stretch)) {
            read.insert(read.end(), {edges[2 * i], edges[2 * i + 1]});
            continue;
        }
        for (auto word = next_word(stretch, 0); word; word = next_word(stretch, word->end))
            read.insert(read.end(), {static_cast<std::uint32_t>(begin + word->begin),
                                     static_cast<std::uint32_t>(begin + word->end)});
    }
    edges.swap(read);
    if (read.capacity() > kept_edges) read = {};
    return edges.size() / 2;
}

} // namespace

std::size_t find_words(std::string_view text, std::vector<std::uint32_t>& edges) {
    constexpr std::size_t block = 64;
    if (edges.size() < text.size() + 2) edges.resize(text.size() + 2);
    std::size_t count = 0;
    std::uint64_t inside = 0; // whether the byte before belongs to a stretch
    std::uint64_t others = 0;
    for (std::size_t at = 0; at < text.size(); at += block) {
        const block_bits seen = bits_of(text.substr(at, block));
        const std::uint64_t stretches = seen.words | seen.others;
        others |= seen.others;
        for (std::uint64_t turns = stretches ^ (stretches << 1U | inside); turns != 0; turns &= turns - 1)
            edges[count++] =
                static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(turns));
        inside = stretches >> (block - 1);
    }
    if (count % 2 != 0) edges[count++] = static_cast<std::uint32_t>(text.size());
    return others == 0 ? count / 2 : read_by_the_book(text, edges, count / 2);
}

std::optional<byte_range> next_word(std::string_view text, std::size_t at) {
    byte_range found{};
    bool inside = false;
    while (at < text.size()) {
        const std::size_t begin = at;
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool word = byte < 0x80 ? is_word(text[at++]) : is_word(next_character(text, at));
        if (word) {
            if (!inside) found.begin = begin;
            inside = true;
            found.end = at;
        } else if (inside) {
            break;
        }
    }
    if (!inside) return std::nullopt;
    return found;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (const auto word = next_word(text, at)) {
        words.push_back(text.substr(word->begin, word->end - word->begin));
        at = word->end;
    }
    return words;
}

bool joins_words(std::string_view between) {
    for (std::size_t at = 0; at < between.size();) {
        const char32_t c = next_character(between, at);
        if (c != U'-' && c != U'\'' && c != U'_' && c != U'\u2019' && !is_white_space(c)) return false;
    }
    return true;
}

} // namespace greffe::rules::text
