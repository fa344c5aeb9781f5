// What a rule may know besides the text that was scanned. Everything is a value given by the caller; what is
// not known is nullopt, and a condition on it is unknown (neither it nor its `not` matches).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::rules {

/// The texts of one comment. Views: the caller keeps them alive during the call. Valid UTF-8 without NUL.
struct comment_text {
    std::string_view body;
    std::optional<std::string_view> name; ///< absent: no author captured, or anonymous
};

struct facts {
    std::optional<std::string> section;
    std::vector<std::string> tags;
    std::optional<std::string> title;
    std::string kind = "article";                ///< article | topic
    std::optional<std::chrono::sys_seconds> now; ///< for `expires`; absent: nothing has expired
};

} // namespace greffe::rules
