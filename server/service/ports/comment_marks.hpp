// What comments are counted and compared by while a ruleset asks for it (`rate`, `duplicate`, `author`), what
// is asked of the others and what the store answers. A mark_key is an HMAC under a secret of the site, in
// hexadecimal: nobody who sees it can tell what it was made of. Values only.
#pragma once
#include "server/domain/timestamp.hpp"
#include "server/domain/uuid.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace greffe::service::ports {

using mark_key = std::string;
using mark_signature = std::array<std::uint64_t, 2>;

struct stored_key {
    mark_key key;
    bool of_text = false; ///< made of the body: it goes with it
    domain::timestamp at; ///< received
    bool operator==(const stored_key&) const = default;
};

/// One comment as others are compared with it.
struct comment_marks {
    domain::site_id site;
    domain::comment_id comment;
    domain::article_id article;     ///< when it came
    std::optional<mark_key> author; ///< by name or id, else by address; absent: not captured
    std::optional<mark_signature> signature;
    std::vector<stored_key> keys;
    domain::timestamp received_at{}; ///< of its newest text that left keys
};

/// An author who can be told apart, by the natural key that the author is stored under.
struct told_author {
    std::string presence;
    std::string natural_key;
    auto operator<=>(const told_author&) const = default;
};

// ---- questions: equal ones have one answer
struct rate_question {
    domain::site_id site;
    mark_key key;
    domain::timestamp since;
    auto operator<=>(const rate_question&) const = default;
};
struct duplicate_question {
    domain::site_id site;
    std::vector<mark_key> keys;              ///< one in common makes a candidate; none: nobody's duplicate
    std::optional<mark_signature> signature; ///< candidates must be near it
    std::optional<mark_key> author;          ///< only this author's
    std::optional<domain::article_id> article;
    std::optional<std::vector<std::string>> tags; ///< only of articles with one of these
    domain::timestamp since;
    auto operator<=>(const duplicate_question&) const = default;
};
struct author_question {
    domain::site_id site;
    told_author author;
    bool comments = false; ///< also what became of their comments
    auto operator<=>(const author_question&) const = default;
};

// ---- answers: of what is committed, but for the comments that items of the batch name
struct duplicate_told {
    std::int64_t comments = 0;
    std::set<mark_key> authors; ///< "" for those not captured
};
/// Of what is committed, the batch's own included.
struct author_told {
    std::optional<domain::timestamp> since{}; ///< absent: never seen before
    std::optional<std::int64_t> published{};  ///< absent: not known, or not asked
    std::optional<std::int64_t> rejected{};
};
struct told_marks {
    std::map<rate_question, std::int64_t> rates;
    std::map<duplicate_question, duplicate_told> duplicates;
    std::map<author_question, author_told> authors;
};

/// A site whose comments are counted.
struct counted_site {
    std::string secret;
    std::map<std::string, domain::timestamp> since; ///< by kind (service::counted_kinds): without a gap
    bool authors_listed = false;                    ///< every comment of every author is
};

/// What the batch leaves behind.
struct mark_rows {
    struct listed_comment {
        domain::site_id site;
        domain::comment_id comment;
        told_author author;
    };
    std::vector<comment_marks> added; ///< of new comments, and of new texts (with the keys of text only)
    std::vector<std::pair<domain::site_id, domain::comment_id>> texts_gone; ///< before what is added
    std::vector<listed_comment> listed; ///< new, of sites whose rules ask what became of an author's comments
};

} // namespace greffe::service::ports
