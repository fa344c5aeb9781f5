// The smallest ruleset that holds anything: a comment with the word "aubaine".
#pragma once

namespace greffe::test {

inline constexpr const char* bargain_rules = R"(ruleset: aubaines
rules:
  - id: aubaine
    mode: live
    when: {words: [aubaine]}
    then: {action: hold}
    examples:
      match: [{text: "Une aubaine pour tous"}]
      pass: [{text: "Le marché monte"}]
)";

} // namespace greffe::test
