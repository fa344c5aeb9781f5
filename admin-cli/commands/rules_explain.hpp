// greffe rules explain FILE --text T: what a ruleset says about a text, and why. Offline.
#pragma once
#include <filesystem>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace greffe::cli {

struct explained_comment {
    std::string text;
    std::optional<std::string> name;  ///< the author's; absent: no author captured
    std::optional<std::string> title; ///< the article's
    std::optional<std::string> section;
    std::vector<std::string> tags;
    std::optional<std::string> report; ///< what a reporter wrote; set from `facts`
    std::optional<std::string> facts;  ///< as the examples of a rule write them: {author: {age: 2d}}
};

/// Prints the verdict and its score; every rule that matched, what it found underlined in the text as it was
/// written; and the near misses: rules of which a condition holds that speaks for them, with the conditions
/// that fail. 0, or 1 when the file is no ruleset or the text is not UTF-8.
int rules_explain(const std::filesystem::path& file, const explained_comment& comment, bool json,
                  std::ostream& out, std::ostream& err);

} // namespace greffe::cli
