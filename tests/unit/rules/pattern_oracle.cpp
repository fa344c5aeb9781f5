#include "tests/unit/rules/pattern_oracle.hpp"

#include "tests/unit/rules/view_oracle.hpp"

#include <re2/re2.h>
#include <re2/stringpiece.h>

#include <algorithm>

namespace greffe::test {
namespace {

std::vector<rules::text::byte_range> all_matches(const std::string& pattern, const std::string& text) {
    RE2::Options options(RE2::Quiet);
    const RE2 re(pattern, options);
    std::vector<rules::text::byte_range> found;
    for (std::size_t at = 0; at < text.size();) {
        re2::StringPiece hit;
        if (!re.Match(text, at, text.size(), RE2::UNANCHORED, &hit, 1)) break;
        const auto begin = static_cast<std::size_t>(hit.data() - text.data());
        if (hit.empty()) {
            at = begin + 1;
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
            continue;
        }
        found.push_back({begin, begin + hit.size()});
        at = found.back().end;
    }
    return found;
}

int slow_text(const plain_condition& c, const plain_texts& texts, std::vector<rules::span>& spans) {
    const std::optional<std::string> original = c.field == "body"   ? std::optional(texts.body)
                                                : c.field == "name" ? texts.name
                                                                    : texts.title;
    if (!original) return 0;
    const auto field = c.field == "body"   ? rules::text_field::body
                       : c.field == "name" ? rules::text_field::name
                                           : rules::text_field::title;
    const auto view = slow_view(*rules::text::parse_view_kind(c.view), *original);
    std::vector<rules::text::byte_range> excepted;
    for (const auto& e : c.except)
        for (const auto& m : all_matches(e, view.text)) excepted.push_back(m);
    bool any = false;
    for (const auto& m : all_matches(c.pattern, view.text)) {
        if (std::ranges::any_of(excepted, [&](const auto& e) { return e.begin < m.end && m.begin < e.end; }))
            continue;
        any = true;
        spans.push_back({field, view.origin[m.begin].begin, view.origin[m.end - 1].end});
    }
    return any ? 1 : -1;
}

const std::string& pick(std::mt19937& random, const std::vector<std::string>& from) {
    return from[random() % from.size()];
}

} // namespace

plain_condition random_condition(std::mt19937& random, int depth) {
    static const std::vector<std::string> patterns = {"con",
                                                      "e",
                                                      "[a-e]+",
                                                      "t.l",
                                                      "\\\\bcon\\\\b",
                                                      "'",
                                                      "é",
                                                      "l.",
                                                      "a b",
                                                      "\\\\w+ \\\\w+",
                                                      "(?:ab|a)b?",
                                                      "^.",
                                                      "[.!?-]",
                                                      ".$",
                                                      "te|tel|t",
                                                      "\\\\d{2}",
                                                      "oe",
                                                      "ete",
                                                      "telegram",
                                                      "tele|cœur|coeur",
                                                      "salaud",
                                                      "sal.{0,9}tele",
                                                      "(?i)K",
                                                      "(?:con|sal)\\\\w*",
                                                      "t.me/x",
                                                      "tel\\\\w+ .*coeur"};
    plain_condition made;
    const auto roll = random() % 10;
    if (depth == 0 || roll < 5) {
        made.kind = "text";
        made.pattern = pick(random, patterns);
        for (unsigned i = random() % 3; i > 0; --i) made.except.push_back(pick(random, patterns));
        made.field = pick(random, {"body", "body", "name", "title"});
        made.view = pick(random, {"raw", "folded", "folded", "skeleton"});
        return made;
    }
    made.kind = roll < 7 ? "all" : roll < 9 ? "any" : "not";
    const unsigned children = made.kind == "not" ? 1 : 1 + random() % 3;
    for (unsigned i = 0; i < children; ++i) made.children.push_back(random_condition(random, depth - 1));
    return made;
}

std::string written(const plain_condition& c) {
    if (c.kind != "text") {
        std::string out = "{" + c.kind + ": " + (c.kind == "not" ? "" : "[");
        for (std::size_t i = 0; i < c.children.size(); ++i)
            out += (i == 0 ? "" : ", ") + written(c.children[i]);
        return out + (c.kind == "not" ? "}" : "]}");
    }
    std::string out = "{text: \"" + c.pattern + "\", view: " + c.view + ", in: " + c.field;
    for (std::size_t i = 0; i < c.except.size(); ++i)
        out += (i == 0 ? ", except: [\"" : "\", \"") + c.except[i];
    return out + (c.except.empty() ? "}" : "\"]}");
}

int slow_evaluate(const plain_condition& c, const plain_texts& texts, std::vector<rules::span>& spans) {
    std::vector<rules::span> own;
    int value = 0;
    if (c.kind == "text") {
        // The pattern as YAML reads it.
        plain_condition read = c;
        const auto unescape = [](std::string& s) {
            for (auto at = s.find("\\\\"); at != std::string::npos; at = s.find("\\\\", at + 1))
                s.erase(at, 1);
        };
        unescape(read.pattern);
        for (auto& e : read.except) unescape(e);
        value = slow_text(read, texts, own);
    } else if (c.kind == "not") {
        std::vector<rules::span> ignored;
        value = -slow_evaluate(c.children[0], texts, ignored);
    } else {
        value = c.kind == "all" ? 1 : -1;
        for (const auto& child : c.children) {
            const int v = slow_evaluate(child, texts, own);
            value = c.kind == "all" ? std::min(value, v) : std::max(value, v);
        }
    }
    if (value == 1) spans.insert(spans.end(), own.begin(), own.end());
    return value;
}

} // namespace greffe::test
