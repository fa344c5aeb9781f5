#include "rules/engine/pattern.hpp"

#include "rules/text/utf8.hpp"

#include <re2/stringpiece.h>

#include <algorithm>

namespace greffe::rules {
namespace {

struct advice {
    RE2::ErrorCode code;
    std::string_view hint;
};

constexpr advice advices[] = {
    {RE2::ErrorBadEscape, "RE2 knows no such escape (no back-references); write '\\\\' for a backslash"},
    {RE2::ErrorBadCharClass, "look at the class in brackets"},
    {RE2::ErrorBadCharRange,
     "a range goes from the lower to the higher character; put '-' last to mean itself"},
    {RE2::ErrorMissingBracket, "close the class with ']', or write '\\[' for a bracket"},
    {RE2::ErrorMissingParen, "close the group with ')', or write '\\(' for a parenthesis"},
    {RE2::ErrorUnexpectedParen, "open the group with '(', or write '\\)' for a parenthesis"},
    {RE2::ErrorTrailingBackslash, "write '\\\\' for a backslash"},
    {RE2::ErrorRepeatArgument, "put something to repeat before it, or a '\\' to mean the character itself"},
    {RE2::ErrorRepeatSize, "a repeat counts to 1000 at most, nested ones multiplied"},
    {RE2::ErrorRepeatOp, "one repeat at a time; group with '(?:…)' to repeat a repeat"},
    {RE2::ErrorBadPerlOp, "RE2 has no look-ahead and no look-behind; use 'except' or 'all: … not: …'"},
    {RE2::ErrorBadNamedCapture, "names of groups are letters, digits and '_'"},
    {RE2::ErrorPatternTooLarge, "make counted repeats smaller, or split the rule"},
};

std::string_view hint_for(RE2::ErrorCode code) {
    const auto found = std::ranges::find(advices, code, &advice::code);
    return found == std::end(advices) ? std::string_view{} : found->hint;
}

// Where a pattern spells something that the folded view never holds: capitals, accents, typographic
// characters.
std::size_t find_unfolded(std::string_view pattern) {
    if (pattern.find("(?i") != std::string_view::npos) return std::string_view::npos;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t begin = at;
        const char32_t character = text::next_character(pattern, at);
        if (character == U'\\') {
            const bool property = pattern.substr(at).starts_with('p') || pattern.substr(at).starts_with('P');
            const bool coded = pattern.substr(at).starts_with("x{");
            if (at < pattern.size()) text::next_character(pattern, at);
            if (property && pattern.substr(at).starts_with('{'))
                at = pattern.find('}', at);
            else if (property)
                ++at;
            if (coded) at = pattern.find('}', at);
        } else if (character == U'(' && pattern.substr(at).starts_with("?P<")) {
            at = pattern.find('>', at);
        } else {
            const auto written = pattern.substr(begin, at - begin);
            const bool letter = (character >= U'A' && character <= U'Z') || character >= 0x80;
            if (letter && text::make_view(text::view_kind::folded, written) != written) return begin;
        }
        at = std::min(at, pattern.size());
    }
    return std::string_view::npos;
}

bool matches_nothing(const RE2& pattern) {
    for (const re2::StringPiece probe : {"", "a", " ", "1", "a a", ". "}) {
        re2::StringPiece hit;
        if (pattern.Match(probe, 0, probe.size(), RE2::UNANCHORED, &hit, 1) && hit.empty()) return true;
    }
    return false;
}

bool matches_single_bytes(std::string_view pattern) {
    for (std::size_t at = 0; at + 1 < pattern.size(); ++at) {
        if (pattern[at] != '\\') continue;
        if (pattern[at + 1] == 'C') return true;
        ++at;
    }
    return false;
}

} // namespace

RE2::Options pattern_options(std::int64_t memory) {
    RE2::Options options(RE2::Quiet);
    options.set_encoding(RE2::Options::EncodingUTF8);
    options.set_max_mem(memory);
    return options;
}

pattern_spec read_pattern(reader& in, const node& from, std::string_view what, text::view_kind view) {
    const auto text = in.text(from, what);
    if (!text) return {};
    if (text->size() > longest_pattern) {
        in.error(from.at, "pattern-too-long",
                 "a pattern has at most " + std::to_string(longest_pattern) + " bytes",
                 "use 'words' for long lists");
        return {};
    }
    if (matches_single_bytes(*text)) {
        in.error(from.inside(text->find("\\C")), "bad-regex", "'\\C' matches half a character", "use '.'");
        return {};
    }
    auto compiled = std::make_shared<const RE2>(*text, pattern_options(pattern_memory));
    if (!compiled->ok()) {
        const std::size_t offset = text->find(compiled->error_arg());
        in.error(from.inside(offset == std::string::npos ? 0 : offset), "bad-regex",
                 "this is no regular expression: " + compiled->error(),
                 std::string(hint_for(compiled->error_code())));
        return {};
    }
    if (matches_nothing(*compiled)) {
        in.error(from.at, "matches-empty",
                 "this pattern matches the empty string, so it would match every text",
                 "replace '*' by '+', or add what must be there");
        return {};
    }
    if (view == text::view_kind::folded) {
        if (const std::size_t offset = find_unfolded(*text); offset != std::string_view::npos) {
            std::size_t end = offset;
            text::next_character(*text, end);
            const std::string character = text->substr(offset, end - offset);
            in.warn(from.inside(offset), "never-matches", "the folded view never holds '" + character + "'",
                    "write '" + text::make_view(text::view_kind::folded, character) +
                        "', or use 'view: raw'");
        }
    }
    return {*text, std::move(compiled)};
}

} // namespace greffe::rules
