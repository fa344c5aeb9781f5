// What text conditions find, the slow way: one RE2 after the other, no set, no budget; and random rulesets to
// try it on.
#pragma once
#include "rules/engine/verdict.hpp"

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::test {

struct plain_condition {
    std::string kind; ///< text | all | any | not
    std::string pattern;
    std::vector<std::string> except;
    std::string field; ///< body | name | title
    std::string view;  ///< raw | folded | skeleton
    std::vector<plain_condition> children;
};

plain_condition random_condition(std::mt19937& random, int depth);
/// As YAML in flow style.
std::string written(const plain_condition& c);

struct plain_texts {
    std::string body;
    std::optional<std::string> name;
    std::optional<std::string> title;
};

/// -1 no, 0 unknown, 1 yes; the spans of what took part are added to `spans`.
int slow_evaluate(const plain_condition& c, const plain_texts& texts, std::vector<rules::span>& spans);

} // namespace greffe::test
