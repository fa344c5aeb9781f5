// Short ways to a ruleset and its verdict.
#pragma once
#include "rules/engine/ruleset.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

inline std::string printed(const rules::diagnostics& all) {
    std::string out;
    for (const auto& d : all) out += to_string(d) + "\n";
    return out;
}

/// A ruleset of the given text, which must compile.
inline std::shared_ptr<const rules::ruleset> compile(std::string_view yaml,
                                                     const rules::compile_options& options = {}) {
    auto made = rules::ruleset::compile(yaml, options);
    EXPECT_TRUE(made.rules) << printed(made.found) << yaml;
    return made.rules;
}

/// One shadow rule 'r' (so that it needs no examples) with this `when`.
inline std::shared_ptr<const rules::ruleset> compile_when(std::string_view when) {
    return compile("ruleset: t\nrules:\n  - id: r\n    mode: shadow\n    then: {action: flag}\n    when: " +
                   std::string(when) + "\n");
}

inline rules::verdict judge(const rules::ruleset& rules, std::string_view body,
                            const rules::facts& known = {},
                            std::optional<std::string_view> name = std::nullopt) {
    return rules.judge(rules.scan({.body = body, .name = name}), known);
}

inline bool matches(std::string_view when, std::string_view body, const rules::facts& known = {},
                    std::optional<std::string_view> name = std::nullopt) {
    const auto rules = compile_when(when);
    return rules && !judge(*rules, body, known, name).matches.empty();
}

/// What the matches' spans cut out of the body.
inline std::vector<std::string> found(std::string_view when, std::string_view body) {
    std::vector<std::string> out;
    const auto rules = compile_when(when);
    if (!rules) return out;
    for (const auto& m : judge(*rules, body).matches)
        for (const auto& s : m.spans) out.emplace_back(body.substr(s.begin, s.end - s.begin));
    return out;
}

} // namespace greffe::test
