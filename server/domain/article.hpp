// An article (or forum topic) as its publisher sends it, and its captures. The natural key is (site,
// external_id); a revision is a new content, told by its hash. Values only.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greffe::domain {

enum class article_kind { article, topic };
enum class article_state { open, closed, withdrawn };
std::string_view to_string(article_kind kind);
std::string_view to_string(article_state state);
std::optional<article_kind> parse_article_kind(std::string_view text);
std::optional<article_state> parse_article_state(std::string_view text);

struct caption {
    std::string text;
    std::string credit;  ///< "AFP / NAME"; empty when there is none
    int occurrences = 1; ///< identical adjacent captions collapse into one
    bool operator==(const caption&) const = default;
};

struct body_block {
    enum class kind_type { paragraph, heading };
    kind_type kind = kind_type::paragraph;
    bool inferred = false; ///< a heading told from plain text, without mark-up
    std::string text;      ///< bytes as they were received
    bool operator==(const body_block&) const = default;
};

/// What a publisher says about an article; its hash tells revisions apart (content_hash in
/// archive/content_hash.hpp).
struct article_content {
    article_kind kind = article_kind::article;
    std::optional<std::string> url;
    std::string title;
    struct source_line {
        std::string raw; ///< "information fournie par … avec …"
        std::string publisher;
        std::string partner;
        bool operator==(const source_line&) const = default;
    } source;
    std::string section;
    std::vector<std::string> tags; ///< such as "isin:FR0000131104"
    std::optional<timestamp> published_at;
    std::string lead;
    std::vector<body_block> body;
    std::vector<caption> captions;
    bool identity_derived = false; ///< the external_id was derived, because the page's address is unknown
    bool operator==(const article_content&) const = default;
};

/// The bytes [begin, end) of a stored capture.
struct byte_range {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const byte_range&) const = default;
};

struct related_item {
    std::string label;
    std::string label_kind; ///< "caption" | "title" | "unknown"
    std::string source;
    std::string raw_time;
    std::optional<timestamp> published_at;
    std::string teaser;
    bool truncated = false;
    byte_range range;
    bool operator==(const related_item&) const = default;
};

/// A page as it was captured: an observation, outside the article's content.
struct capture {
    std::string raw;        ///< the file's bytes
    std::string media_type; ///< "text/plain" | "text/html"
    std::optional<std::string> url;
    std::optional<timestamp> captured_at; ///< as given; never "now"
    std::optional<timestamp>
        captured_not_before; ///< the newest date on the page, when captured_at is unknown
    std::string importer;    ///< "page/1"
    struct field_range {
        std::string field; ///< "title", "lead", "body/3", "comment/0/body" …
        byte_range range;
        bool operator==(const field_range&) const = default;
    };
    std::vector<field_range> fields;
    /// What the importer inferred, could not tell, or left on the page: never text of the page itself.
    struct note {
        std::string field;  ///< as in field_range, or empty: the page
        std::string code;   ///< "year_inferred", "boundary_ambiguous", "not_taken" …
        std::string detail; ///< for a person; may be empty
        byte_range range;
        bool operator==(const note&) const = default;
    };
    std::vector<note> notes;
    std::optional<int> declared_comments;
    int captured_comments = 0;
    std::vector<related_item> related;
    std::optional<std::string> cut_off; ///< the line with which the capture ends in the middle of a list
    bool operator==(const capture&) const = default;
};

} // namespace greffe::domain
