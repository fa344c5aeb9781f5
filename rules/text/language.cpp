#include "rules/text/language.hpp"

#include "rules/text/utf8.hpp"

#include <cld2/internal/lang_script.h>
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <unicode/uchar.h>

#include <algorithm>

namespace greffe::rules::text {
namespace {

constexpr std::size_t longest_sample = 64 << 10;

bool has_letters(std::string_view text, std::size_t wanted) {
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size() && letters < wanted;)
        letters += u_isalpha(static_cast<UChar32>(next_character(text, at))) != 0 ? 1 : 0;
    return letters >= wanted;
}

} // namespace

std::optional<std::string> language_of(std::string_view text) {
    std::size_t length = std::min(text.size(), longest_sample);
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) --length;
    text = text.substr(0, length);
    if (!is_valid_utf8(text) || !has_letters(text, fewest_letters)) return std::nullopt;
    const CLD2::CLDHints none{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
    CLD2::Language ranked[3];
    int percent[3];
    double score[3];
    int bytes = 0;
    bool reliable = false;
    int valid = 0;
    const auto found =
        CLD2::ExtDetectLanguageSummaryCheckUTF8(text.data(), static_cast<int>(text.size()), true, &none, 0,
                                                ranked, percent, score, nullptr, &bytes, &reliable, &valid);
    if (!reliable || found == CLD2::UNKNOWN_LANGUAGE) return std::nullopt;
    return CLD2::LanguageCode(found);
}

bool is_language(std::string_view code) {
    const std::string name(code);
    const auto language = CLD2::GetLanguageFromName(name.c_str());
    return language != CLD2::UNKNOWN_LANGUAGE && name == CLD2::LanguageCode(language);
}

} // namespace greffe::rules::text
