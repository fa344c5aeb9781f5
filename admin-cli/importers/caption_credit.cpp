#include "admin-cli/importers/caption_credit.hpp"

#include "admin-cli/importers/french_text.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace greffe::importers {

namespace {

constexpr std::array<std::string_view, 14> agencies{
    "afp",  "reuters", "ap",      "epa",          "dpa",       "ansa",  "xinhua",
    "sipa", "tass",    "sputnik", "getty images", "bloomberg", "belga", "keystone"};
constexpr std::array<std::string_view, 4> credit_words{"credit", "credits", "photo", "photos"};
constexpr std::size_t longest_credit = 160;
constexpr std::size_t longest_caption = 600; // bytes; a paragraph that ends like this is none

/// In UTF-8, of the letters French and its neighbours use.
bool has_small_letter(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] >= 'a' && text[i] <= 'z') return true;
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
        if (static_cast<unsigned char>(text[i]) == 0xC3 && next >= 0x9F) return true; // U+00DF to U+00FF
    }
    return false;
}

bool has_letter(std::string_view text) {
    const std::string folded = fold_words(text);
    return std::ranges::any_of(folded, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_credit(std::string_view inner, bool set_off) {
    if (inner.empty() || inner.size() > longest_credit || !has_letter(inner)) return false;
    const std::string folded = fold_words(inner);
    const std::string first_name = collapse(std::string_view(folded).substr(0, folded.find('/')));
    if (std::ranges::find(agencies, std::string_view(first_name)) != agencies.end()) return true;
    const std::string first_word = folded.substr(0, folded.find_first_of(" :"));
    if (std::ranges::find(credit_words, std::string_view(first_word)) != credit_words.end()) return true;
    if (has_small_letter(inner)) return false;
    return set_off || folded.find('/') != std::string::npos;
}

} // namespace

std::optional<credited_caption> split_credit(std::string_view line) {
    line = trim(line);
    if (!line.ends_with(')') || line.size() > longest_caption) return std::nullopt;
    const auto open = line.rfind('(');
    if (open == std::string_view::npos || open == 0) return std::nullopt;
    const std::string_view between = line.substr(open + 1, line.size() - open - 2);
    const std::string_view inner = trim(between);
    const bool set_off = inner.size() + 2 <= between.size();
    if (!is_credit(inner, set_off)) return std::nullopt;
    return credited_caption{trim(line.substr(0, open)), inner};
}

} // namespace greffe::importers
