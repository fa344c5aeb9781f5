// What a batch's comments are counted by, laid over what the store told: each item is told of those before it
// as if each had been a transaction of its own. Used by judge_batch alone. Not thread-safe.
#pragma once
#include "rules/engine/facts.hpp"
#include "server/service/counted_marks.hpp"

#include <map>
#include <unordered_map>

namespace greffe::service {

class batch_marks {
  public:
    explicit batch_marks(const ports::batch_facts& known);

    /// What the rules of the item, whose new comment stands so, ask for; only what is known is set.
    void tell(const ports::ingest_item& item, const comment_standing& standing, domain::timestamp now,
              rules::facts& into);
    /// The same of an item that is a new text of a stored comment, whose status is still the one before it.
    void tell(const ports::ingest_item& item, const ports::comment_facts& stored,
              domain::comment_status before, domain::timestamp now, rules::facts& into);

    /// The item that was told of last became a new comment.
    void add(domain::comment_id id);
    /// The item that was told of last became the newest text of the stored comment.
    void replace_text(domain::site_id site, const ports::comment_facts& stored);
    /// The comment was deleted, or history replaced its text.
    void drop_text(domain::site_id site, const ports::comment_facts& stored);
    /// A comment of this author is new, as its site wants it listed.
    void list(const ports::ingest_item& item, domain::comment_id id, const domain::author_claim& author);
    /// The comment changed its status from `before`; nullopt: it is new.
    void moved(domain::site_id site, const ports::comment_facts& comment,
               std::optional<domain::comment_status> before);

    ports::mark_rows finish() { return std::move(rows_); }

  private:
    using author_key = std::pair<domain::site_id, ports::told_author>;
    struct tally {
        std::int64_t published = 0;
        std::int64_t rejected = 0;
        void count(domain::comment_status status, int times);
    };

    bool ask(const ports::ingest_item& item, const comment_standing& standing);
    void tell_counts(std::optional<domain::comment_id> own, rules::facts& into) const;
    void tell_author(const tally& own, domain::timestamp now, rules::author_facts& into) const;
    std::int64_t count(const ports::rate_question& asked, std::optional<domain::comment_id> own) const;
    rules::duplicate_count duplicates(const duplicate_ask& ask, std::optional<domain::comment_id> own) const;
    bool is_duplicate(const ports::duplicate_question& asked, const ports::comment_marks& other) const;
    void see(const ports::comment_marks& marks);
    void forget_text(ports::comment_marks& marks);

    const ports::batch_facts& known_;
    item_asks asked_; ///< of the item that was told of last; without keys when it asked nothing
    std::map<domain::comment_id, ports::comment_marks> seen_; ///< the batch's own, as they are now
    std::unordered_map<ports::mark_key, std::map<domain::comment_id, domain::timestamp>>
        seen_by_; ///< the same by key: received
    std::map<author_key, tally> authors_;
    ports::mark_rows rows_;
};

} // namespace greffe::service
