// What a rule may know besides the text that was scanned. Everything is a value given by the caller; what is
// not known is nullopt, and a condition on it is unknown (neither it nor its `not` matches). Which of them a
// ruleset asks for: facts_needed.hpp.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// The texts of one comment, and of one report of it. Views: the caller keeps them alive during the call.
/// Valid UTF-8 without NUL.
struct comment_text {
    std::string_view body;
    std::optional<std::string_view> name;     ///< absent: no author captured, or anonymous
    std::optional<std::string_view> report{}; ///< what the reporter wrote; absent: this is no report
};

struct author_facts {
    bool known = true;                         ///< false: anonymous or not captured; the rest is then absent
    std::optional<std::chrono::seconds> age{}; ///< since the site first saw the author
    std::optional<std::int64_t> published{};   ///< comments of theirs by status now, this one left out
    std::optional<std::int64_t> rejected{};
    std::optional<std::int64_t> strikes{}; ///< sanctions in force
};

struct duplicate_count {
    std::int64_t comments = 0; ///< other comments of the site; own revisions don't count
    std::int64_t authors = 0;  ///< different authors among these comments and this one
    bool so_far = false;       ///< counted for less than the window: at least so many
};

struct report_facts {
    std::optional<std::string> reason{}; ///< of this report
    std::optional<std::string> kind{};   ///< charter | illegal
    std::optional<double> standing{};    ///< of its reporter, from 0 to 1
    std::optional<std::int64_t> count{}; ///< reports of this revision, this one included
    std::optional<double> weight{};      ///< their weights, summed
    std::optional<bool> approved{};      ///< a person approved this revision before
    std::optional<std::chrono::seconds> comment_age{};
};

struct facts {
    std::optional<std::string> section;
    std::vector<std::string> tags;
    std::optional<std::string> title;
    std::string kind = "article";                      ///< article | topic
    std::optional<std::chrono::seconds> article_age{}; ///< since it was published
    std::optional<std::chrono::sys_seconds> now;       ///< when the comment or report was received
    std::optional<author_facts> author{};
    /// The answers to facts_needed::rates and ::duplicates, in their order; a shorter vector leaves the rest
    /// absent.
    std::vector<std::optional<std::int64_t>> rates{};
    std::vector<std::optional<duplicate_count>> duplicates{};
    /// Which of `rates` were counted for less than their window: at least so many; a shorter vector: no
    /// other.
    std::vector<bool> rates_so_far{};
    std::optional<report_facts> report{};
    /// Ids of rules whose daily cap is spent, or that a guard holds back: each acts as `flag` with score 0.
    std::vector<std::string> throttled{};
};

} // namespace greffe::rules
