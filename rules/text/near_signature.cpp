#include "rules/text/near_signature.hpp"

#include "rules/text/tokens.hpp"
#include "rules/text/utf8.hpp"
#include "rules/text/view.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace greffe::rules::text {
namespace {

constexpr std::size_t minima = 128;
constexpr std::size_t most_words = 4096; // of an endless text, the beginning

// Words of three letters and more that say nothing about what a text is about.
constexpr std::string_view small_words[] = {
    "ainsi", "alors", "apres", "aussi", "avant", "avec",   "avez",  "bien",  "car",   "ceci",  "cela",
    "celle", "celui", "ces",   "cet",   "cette", "ceux",   "chez",  "comme", "dans",  "des",   "deux",
    "dit",   "donc",  "dont",  "elle",  "elles", "encore", "entre", "est",   "etait", "etre",  "eux",
    "faire", "fait",  "faut",  "ici",   "ils",   "jai",    "leur",  "leurs", "lui",   "mais",  "meme",
    "mes",   "moi",   "mon",   "nos",   "notre", "nous",   "ont",   "par",   "pas",   "peu",   "peut",
    "plus",  "pour",  "quand", "que",   "quel",  "quelle", "qui",   "quoi",  "sans",  "ses",   "seulement",
    "son",   "sont",  "sous",  "sur",   "tes",   "toi",    "ton",   "tous",  "tout",  "toute", "toutes",
    "tres",  "une",   "vers",  "voici", "voila", "vos",    "votre", "vous",
};
static_assert(std::ranges::is_sorted(small_words));

constexpr std::uint64_t mixed(std::uint64_t x) { // splitmix64
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31U);
}

std::uint64_t hash_of(std::string_view word) { // FNV-1a
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return mixed(hash);
}

// A plural is the word: "actions" and "action" are one.
std::string_view without_plural(std::string_view word) {
    if (word.size() > 4 && (word.back() == 's' || word.back() == 'x')) word.remove_suffix(1);
    return word;
}

bool says_something(std::string_view word) {
    const bool number = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
    if (number) return true;
    return count_characters(word) >= 3 && !std::ranges::binary_search(small_words, word);
}

} // namespace

std::optional<near_signature> near_signature_of(std::string_view body) {
    const std::string seen = make_view(view_kind::skeleton, body);
    std::vector<std::uint64_t> words;
    std::size_t at = 0;
    while (words.size() < most_words) {
        const auto word = next_word(seen, at);
        if (!word) break;
        at = word->end;
        const auto written = std::string_view(seen).substr(word->begin, word->end - word->begin);
        if (says_something(written)) words.push_back(hash_of(without_plural(written)));
    }
    std::ranges::sort(words);
    words.erase(std::ranges::unique(words).begin(), words.end());
    if (words.size() < fewest_words) return std::nullopt;

    near_signature made;
    std::array<std::uint64_t, minima> least{};
    for (std::size_t i = 0; i < minima; ++i) {
        const std::uint64_t seed = mixed(i);
        std::uint64_t smallest = ~std::uint64_t{0};
        for (const std::uint64_t word : words) smallest = std::min(smallest, mixed(word ^ seed));
        least[i] = smallest;
        made.bits[i / 64] |= (smallest >> 17U & 1U) << (i % 64);
    }
    for (std::size_t band = 0; band < made.bands.size(); ++band)
        made.bands[band] = mixed(least[band * 2] ^ std::rotl(least[band * 2 + 1], 1) ^ band);
    return made;
}

int differing_bits(const near_signature& a, const near_signature& b) {
    return std::popcount(a.bits[0] ^ b.bits[0]) + std::popcount(a.bits[1] ^ b.bits[1]);
}

bool are_near(const near_signature& a, const near_signature& b) {
    for (std::size_t i = 0; i < a.bands.size(); ++i)
        if (a.bands[i] == b.bands[i]) return differing_bits(a, b) <= most_differing_bits;
    return false;
}

} // namespace greffe::rules::text
