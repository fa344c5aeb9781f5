#include "rules/engine/literal_finder.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace greffe::rules {
namespace {

constexpr std::size_t word = sizeof(std::uint64_t);

// Eight places at every second byte.
using lanes = std::uint16_t __attribute__((vector_size(16)));
constexpr std::size_t lane_count = 8;
constexpr std::size_t block = 2 * lane_count;
// A block's last gram ends this far behind it, at most.
constexpr std::size_t overhang = 4;
constexpr unsigned near_bits = 15;
// Places that are filtered before the first of them is compared.
constexpr std::size_t places_at_once = 64 * lane_count;

std::uint64_t load(const char* from) {
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t value = 0;
    std::memcpy(&value, from, word);
    return value;
}

std::uint64_t load_some(const char* from, std::size_t length) {
    std::uint64_t value = 0;
    std::memcpy(&value, from, length);
    return value;
}

std::uint64_t load_up_to(std::string_view text) {
    return text.size() >= word ? load(text.data()) : load_some(text.data(), text.size());
}

// Of the first `length` bytes: the shift drops what was read behind them.
std::uint64_t hash_of(std::uint64_t bytes, std::size_t length) {
    return bytes * (0x9E3779B97F4A7C15ULL << ((word - length) * 8));
}

lanes load_lanes(const char* from) {
    lanes value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

// What of the third to sixth byte belongs to a gram.
struct gram_mask {
    std::uint16_t second;
    std::uint16_t third;
};
constexpr gram_mask mask_of(std::size_t length) {
    const auto bytes = [](std::size_t count) {
        return static_cast<std::uint16_t>(count >= 2 ? 0xFFFF : count == 1 ? 0x00FF : 0);
    };
    return {bytes(length - 2), bytes(length > 4 ? length - 4 : 0)};
}

// Small hashes of the grams at eight places from `from` on; `overhang` bytes behind the block are read.
lanes small_hashes(const char* from, gram_mask mask) {
    const lanes hash = load_lanes(from) * std::uint16_t{0x9E37} +
                       (load_lanes(from + 2) & mask.second) * std::uint16_t{0x79B9} +
                       (load_lanes(from + 4) & mask.third) * std::uint16_t{0x2F6B};
    return hash >> (16 - near_bits);
}

std::uint16_t small_hash_of(std::uint64_t gram, std::size_t length) {
    char bytes[block + overhang] = {};
    std::memcpy(bytes, &gram, word);
    return small_hashes(bytes, mask_of(length))[0];
}

} // namespace

std::uint32_t literal_finder::add(std::string_view literal) {
    const auto [known, is_new] =
        numbers_.try_emplace(std::string(literal), static_cast<std::uint32_t>(literals_.size()));
    if (is_new) literals_.emplace_back(literal);
    return known->second;
}

literal_finder::grams& literal_finder::home_of(std::size_t length) {
    if (length >= long_literal) return long_;
    return length > shortest ? short_ : three_;
}

// What is found by every second place must have a gram at an even one and at an odd one.
void literal_finder::size_grams() {
    for (const std::string& literal : literals_)
        if (literal.size() >= long_literal)
            long_.length = std::min(long_.length, literal.size() - long_.stride + 1);
}

void literal_finder::freeze() {
    size_grams();
    std::unordered_map<std::uint64_t, std::uint32_t> frequency;
    for (const std::string& literal : literals_) {
        const std::size_t length = home_of(literal.size()).length;
        for (std::size_t at = 0; at + length <= literal.size(); ++at)
            ++frequency[load_some(literal.data() + at, length)];
    }
    for (std::uint32_t i = 0; i < literals_.size(); ++i)
        home_of(literals_[i].size()).choose(literals_[i], i, frequency);
    for (grams* each : {&three_, &short_, &long_}) each->freeze(literals_);
    numbers_ = {};
}

// The rarest `stride` grams that follow each other.
void literal_finder::grams::choose(const std::string& literal, std::uint32_t number,
                                   const std::unordered_map<std::uint64_t, std::uint32_t>& frequency) {
    std::uint32_t best = 0;
    std::uint64_t rarest = ~std::uint64_t{0};
    for (std::uint32_t at = 0; at + length + stride - 1 <= literal.size(); ++at) {
        // Of equally rare ones those that have eight bytes.
        std::uint64_t seen = at + word + stride - 1 <= literal.size() ? 0 : 1;
        for (std::size_t i = 0; i < stride; ++i)
            seen += 2ULL * frequency.at(load_some(literal.data() + at + i, length));
        if (seen >= rarest) continue;
        rarest = seen;
        best = at;
    }
    const std::size_t head = std::min(literal.size(), word);
    for (std::uint32_t i = 0; i < stride; ++i)
        entries.push_back({.gram = load_some(literal.data() + best + i, length),
                           .head = load_some(literal.data(), head),
                           .head_mask = ~std::uint64_t{0} >> ((word - head) * 8),
                           .literal = number,
                           .offset = best + i});
}

inline std::size_t literal_finder::grams::home_of(std::uint64_t gram) const {
    std::size_t at = (hash_of(gram, length) >> 32U) & (slots.size() - 1);
    while (slots[at].count != 0 && slots[at].gram != gram) at = (at + 1) & (slots.size() - 1);
    return at;
}

void literal_finder::grams::freeze(const std::vector<std::string>& literals) {
    if (entries.empty()) return;
    std::ranges::stable_sort(entries, {}, &entry::gram);
    likely.reset(entries.size());
    near.assign(std::size_t{1} << near_bits, 0);
    slots.assign(std::bit_ceil(entries.size() * 2), {});
    for (std::uint32_t i = 0; i < entries.size(); ++i) {
        const std::uint64_t gram = entries[i].gram;
        // Many places hold a gram by chance; few go on as the literal does.
        const std::string_view rest =
            std::string_view(literals[entries[i].literal]).substr(entries[i].offset);
        likely.add(rest.size() >= word ? hash_of(load(rest.data()), word) : hash_of(gram, length));
        near[small_hash_of(gram, length)] = 1;
        slot& s = slots[home_of(gram)];
        if (s.count == 0) s = {.gram = gram, .first = i};
        ++s.count;
    }
}

void literal_finder::verify(const grams& in, std::string_view text, std::size_t at,
                            std::vector<std::uint32_t>& found, std::int64_t& work) const {
    const std::uint64_t gram = load_up_to(text.substr(at)) & ~std::uint64_t{0} >> ((word - in.length) * 8);
    const grams::slot& s = in.slots[in.home_of(gram)];
    for (std::uint32_t i = s.first; i < s.first + s.count; ++i) {
        const grams::entry& e = in.entries[i];
        work -= 1;
        if (e.offset > at) continue;
        const std::string_view rest = text.substr(at - e.offset);
        if ((load_up_to(rest) & e.head_mask) != e.head) continue;
        work -= static_cast<std::int64_t>(literals_[e.literal].size());
        if (rest.starts_with(literals_[e.literal])) found.push_back(e.literal);
    }
}

bool literal_finder::find(const grams& in, std::string_view text, std::vector<std::uint32_t>& found,
                          std::int64_t& work) const {
    if (in.entries.empty() || text.size() < in.length) return true;
    const std::size_t end = text.size() - in.length + 1; // of the places at which a gram may stand
    const std::size_t whole = text.size() > block + overhang ? text.size() - block - overhang : 0;
    const gram_mask mask = mask_of(in.length);
    std::array<std::uint32_t, places_at_once> places;
    const auto filter = [&near = in.near, &places, mask](const char* bytes, std::size_t at,
                                                         std::size_t kept) {
        const lanes hashes = small_hashes(bytes, mask);
#pragma GCC unroll 8
        for (std::size_t i = 0; i < lane_count; ++i) {
            places[kept] = static_cast<std::uint32_t>(at + 2 * i);
            kept += near[hashes[i]];
        }
        return kept;
    };
    const auto compare = [&](std::size_t count) {
        std::size_t likely = 0;
        for (std::size_t i = 0; i < count && places[i] < end; ++i) {
            const std::uint64_t bytes = load_up_to(text.substr(places[i]));
            places[likely] = places[i];
            likely +=
                in.likely.may_hold(hash_of(bytes, in.length)) | in.likely.may_hold(hash_of(bytes, word));
        }
        for (std::size_t i = 0; i < likely && work > 0; ++i) verify(in, text, places[i], found, work);
        return work > 0;
    };
    // Every second place; then the others, unless each literal has a gram at either.
    for (std::size_t first = 0; first < 3 - in.stride; ++first) {
        for (std::size_t at = first; at < end;) {
            std::size_t count = 0;
            for (; at < whole && count + lane_count <= places_at_once; at += block)
                count = filter(text.data() + at, at, count);
            for (; at >= whole && at < end && count + lane_count <= places_at_once; at += block) {
                char rest[block + overhang] = {};
                std::memcpy(rest, text.data() + at, std::min(text.size() - at, sizeof rest));
                count = filter(rest, at, count);
            }
            if (!compare(count)) return false;
        }
    }
    return true;
}

bool literal_finder::find(std::string_view text, std::vector<std::uint32_t>& found,
                          std::int64_t& work) const {
    for (const grams* each : {&long_, &short_, &three_})
        if (!find(*each, text, found, work)) return false;
    return true;
}

} // namespace greffe::rules
