#include "admin-cli/importers/french_text.hpp"

#include <cstdint>

namespace greffe::importers {

namespace {

/// U+00C0 to U+00DF and, by the same places, U+00E0 to U+00FF.
constexpr char latin_letters[] = "aaaaaaxceeeeiiiixnooooo\1ouuuuyxx";

constexpr char sign = '\1';
constexpr char nothing = '\0';

struct code_point {
    std::uint32_t value;
    std::size_t bytes;
};

code_point first_code_point(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (lead < 0x80 || bytes > text.size()) return {lead, 1};
    std::uint32_t value = lead & (0x7Fu >> bytes);
    for (std::size_t i = 1; i < bytes; ++i)
        value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3Fu);
    return {value, bytes};
}

bool is_space(std::uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x202F || c == 0x2009 || c == 0xFEFF;
}

char fold_one(std::uint32_t c) {
    if (is_space(c)) return ' ';
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    if (c < 0x80) return static_cast<char>(c);
    if (c >= 0xC0 && c <= 0xFF) return latin_letters[(c - 0xC0) % 32];
    if (c >= 0x300 && c <= 0x36F) return nothing; // a combining accent belongs to the letter before it
    if (c == 0x2019 || c == 0x2BC) return '\'';
    return c >= 0x100 && c < 0x2000 ? 'x' : sign;
}

} // namespace

folded_text fold(std::string_view text) {
    folded_text out;
    out.text.reserve(text.size());
    out.origin.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size();) {
        const auto [value, bytes] = first_code_point(text.substr(at));
        if (const char folded = fold_one(value); folded != nothing) {
            out.text += folded;
            out.origin.push_back(at);
        }
        at += bytes;
    }
    out.origin.push_back(text.size());
    return out;
}

std::string fold_words(std::string_view text) {
    return collapse(fold(text).text);
}

std::string_view trim(std::string_view text) {
    while (!text.empty()) {
        const auto [value, bytes] = first_code_point(text);
        if (!is_space(value)) break;
        text.remove_prefix(bytes);
    }
    while (!text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
        if (!is_space(first_code_point(text.substr(start)).value)) break;
        text.remove_suffix(text.size() - start);
    }
    return text;
}

std::string collapse(std::string_view text) {
    std::string out;
    bool space = false;
    for (text = trim(text); !text.empty();) {
        const auto [value, bytes] = first_code_point(text);
        if (is_space(value)) {
            space = true;
        } else {
            if (space) out += ' ';
            space = false;
            out += text.substr(0, bytes);
        }
        text.remove_prefix(bytes);
    }
    return out;
}

} // namespace greffe::importers
