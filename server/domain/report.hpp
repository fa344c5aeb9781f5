// A reader's report on one revision of a comment. Values only. The reader's identity is personal data: it
// leaves the store for nobody but the report's own deduplication.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace greffe::domain {

enum class report_kind { charter, illegal };
enum class report_outcome { pending, upheld, not_upheld, neutral };
std::string_view to_string(report_kind kind);
std::string_view to_string(report_outcome outcome);
std::optional<report_kind> parse_report_kind(std::string_view text);
std::optional<report_outcome> parse_report_outcome(std::string_view text);

struct new_report {
    std::string reason; ///< a short code of the site: "insulte", "spam" …
    std::string text;   ///< may be empty
    std::optional<std::string>
        reporter; ///< the reader's id at the site; absent: an anonymous reader, never deduplicated
    report_kind kind = report_kind::charter;
    std::optional<int> revision{}; ///< the one that the reader saw; absent: the one that readers see
    struct notice {                ///< of an illegal content (DSA article 16); kind illegal only
        std::string explanation;
        std::optional<std::string> name;
        std::optional<std::string> email;
        bool bona_fide = false;
        bool operator==(const notice&) const = default;
    };
    std::optional<notice> illegal_notice;
    bool operator==(const new_report&) const = default;
};

} // namespace greffe::domain
