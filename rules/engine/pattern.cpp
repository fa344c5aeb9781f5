#include "rules/engine/pattern.hpp"

#include "rules/engine/required_literals.hpp"
#include "rules/text/utf8.hpp"

#include <re2/stringpiece.h>

#include <algorithm>
#include <vector>

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
    return found == std::end(advices) ? "write it as RE2 does: https://github.com/google/re2/wiki/Syntax"
                                      : found->hint;
}

// Behind the class in brackets that begins at `at`; a ']' in the first place means itself.
std::size_t behind_class(std::string_view pattern, std::size_t at) {
    ++at;
    if (pattern.substr(at).starts_with('^')) ++at;
    if (pattern.substr(at).starts_with(']')) ++at;
    while (at < pattern.size() && pattern[at] != ']') {
        const std::size_t named =
            pattern.substr(at).starts_with("[:") ? pattern.find(":]", at + 2) : std::string_view::npos;
        if (named != std::string_view::npos)
            at = named + 2;
        else
            at += pattern[at] == '\\' ? 2 : 1;
    }
    return at + 1;
}

std::size_t behind_escape(std::string_view pattern, std::size_t at) {
    if (!pattern.substr(at).starts_with("\\Q")) return at + 2;
    const std::size_t end = pattern.find("\\E", at);
    return end == std::string_view::npos ? pattern.size() : end + 2;
}

// The first ')' that closes nothing, or else the last '(' that nothing closes; npos: there is none.
std::size_t find_unpaired(std::string_view pattern) {
    std::vector<std::size_t> open;
    for (std::size_t at = 0; at < pattern.size();) {
        if (pattern[at] == '\\') {
            at = behind_escape(pattern, at);
            continue;
        }
        if (pattern[at] == '[') {
            at = behind_class(pattern, at);
            continue;
        }
        if (pattern[at] == '(') open.push_back(at);
        if (pattern[at] == ')') {
            if (open.empty()) return at;
            open.pop_back();
        }
        ++at;
    }
    return open.empty() ? std::string_view::npos : open.back();
}

// Where what RE2 refused stands; of a parenthesis without its other half RE2 names the whole pattern.
std::size_t find_fault(std::string_view pattern, const RE2& refused) {
    const auto code = refused.error_code();
    const bool unpaired = code == RE2::ErrorMissingParen || code == RE2::ErrorUnexpectedParen;
    const std::size_t found = unpaired ? find_unpaired(pattern) : pattern.find(refused.error_arg());
    return found == std::string_view::npos ? 0 : found;
}

// Where a pattern spells something that the folded view never holds: capitals, accents, typographic
// characters.
std::size_t find_unfolded(std::string_view pattern, text::view_kind view) {
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
            if (letter && text::make_view(view, written) != written) return begin;
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

pattern_spec read_pattern(reader& in, const node& from, std::string_view what, text::view_kind view,
                          pattern_role role) {
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
        in.error(from.inside(find_fault(*text, *compiled)), "bad-regex",
                 "this is no regular expression: " + compiled->error(),
                 std::string(hint_for(compiled->error_code())));
        return {};
    }
    required_literals required;
    if (role == pattern_role::condition)
        required = find_required_literals(*text, pattern_options(pattern_memory));
    // What must hold a literal is never empty.
    if (required.empty() && matches_nothing(*compiled)) {
        in.error(from.at, "matches-empty",
                 "this pattern matches the empty string, so it would match every text",
                 "replace '*' by '+', or add what must be there");
        return {};
    }
    if (view != text::view_kind::raw) {
        if (const std::size_t offset = find_unfolded(*text, view); offset != std::string_view::npos) {
            std::size_t end = offset;
            text::next_character(*text, end);
            const std::string character = text->substr(offset, end - offset);
            in.warn(from.inside(offset), "never-matches",
                    "the " + std::string(to_string(view)) + " view never holds '" + character + "'",
                    "write '" + text::make_view(view, character) + "', or use 'view: raw'");
        }
    }
    return {*text, std::move(compiled), std::move(required)};
}

} // namespace greffe::rules
