// Turns what a ruleset needs to know of other comments into questions, and a comment into what others are
// counted and compared by: keys, each an HMAC-SHA-256 under the site's secret, cut to 16 bytes. The store
// asks for every way an item may turn out, the judge for the one that it did: both by asks_of. Pure.
#pragma once
#include "server/service/ports/ingest_store.hpp"

#include <string>
#include <vector>

namespace greffe::service {

/// Who wrote a comment, and where it stands.
struct comment_standing {
    domain::article_id article;
    std::optional<ports::told_author> author; ///< absent: cannot be told apart
    std::optional<std::string> address{};     ///< absent: not captured, or of an edit
};

struct rate_ask {
    std::vector<ports::rate_question> of; ///< one a key; none: the fact is absent
    bool whole = false;                   ///< the window was counted from its beginning
};
struct duplicate_ask {
    ports::duplicate_question is;
    bool answerable = false; ///< false: the fact is absent
    bool whole = false;
};

/// All that one item asks, and how its comment will be counted.
struct item_asks {
    ports::comment_marks marks;  ///< the comment's id is not known yet
    std::vector<rate_ask> rates; ///< in the order of the ruleset's needs, as are duplicates
    std::vector<duplicate_ask> duplicates;
    std::optional<ports::author_question> author;
};

/// Null: the item is judged by no ruleset, or by one that asks nothing of other comments, nor lists them.
const rules::facts_needed* marks_needed(const ports::ingest_item& item);

/// Precondition: marks_needed(item), `known.now`, the thread's facts and the site's secret are known.
item_asks asks_of(const ports::ingest_item& item, const comment_standing& standing,
                  const ports::batch_facts& known);

/// What must have been counted without a gap for these needs to be answered; `author_comments` for lists of
/// each author's comments.
std::vector<std::string> counted_kinds(const rules::facts_needed& needed);
inline constexpr const char* author_comments_kind = "author_comments";

/// Which stripes of the registry's locks two batches must not hold at once, so that neither misses what the
/// other counts. Before the locks are taken tags are not known: all of a site share one; so do all texts that
/// are compared for nearness. Precondition: marks_needed(item).
void add_stripes(const ports::ingest_item& item, std::vector<std::int64_t>& into);

} // namespace greffe::service
