#include "rules/engine/nearest.hpp"

#include <algorithm>
#include <vector>

namespace greffe::rules {
namespace {

constexpr std::size_t longest_compared = 64;
constexpr std::size_t longest_listing = 12;

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

} // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    if (word.size() > longest_compared) return {};
    std::string_view best;
    std::size_t least = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto candidate : known) {
        if (candidate.size() > longest_compared) continue;
        const std::size_t d = distance(word, candidate);
        if (d < least && d < candidate.size()) {
            least = d;
            best = candidate;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known,
                       std::string_view otherwise) {
    if (const auto near = nearest(word, known); !near.empty())
        return "did you mean '" + std::string(near) + "'?";
    std::string out(otherwise);
    for (std::size_t i = 0; i < known.size() && i < longest_listing; ++i)
        out += (i == 0 ? " " : ", ") + std::string(known[i]);
    if (known.size() > longest_listing) out += ", …";
    return out;
}

} // namespace greffe::rules
