// Takes history as it was observed: no rule, no case, no change. Used by judge_batch alone, on the same
// draft.
//
// The same again changes nothing, however often it comes: a text is known by its bytes and by what orders it
// (edited_at, source_version), a revision of an export by its number, a report and a decision by the id they
// have where they come from, or else by all that is said of them. What is new is added. The status is taken
// with the comment, once: later lines add to its record, and move nothing.
#pragma once
#include "server/service/batch_draft.hpp"

namespace greffe::service {

class judge_history {
  public:
    judge_history(batch_draft& draft, const environment& env, domain::timestamp now)
        : draft_(draft), env_(env), now_(now) {}

    using outcome = domain::result<submit_answer>;
    outcome submit(const ports::ingest_item& item, const ports::submission& asked,
                   domain::article_id article);
    outcome edit(const ports::ingest_item& item, ports::comment_facts& stored,
                 const domain::comment_edit& edit);
    outcome testify(const ports::ingest_item& item, ports::comment_facts& stored,
                    const domain::observed_parts& parts);

  private:
    outcome create(const ports::ingest_item& item, const ports::submission& asked,
                   domain::article_id article);
    outcome submit_again(const ports::ingest_item& item, const ports::submission& asked,
                         domain::article_id article, ports::comment_facts& stored);
    /// Whether the comment has such a revision, stored or of this batch.
    bool knows(const ports::comment_facts& stored, const std::string& body,
               const std::optional<domain::timestamp>& edited_at,
               const std::optional<std::int64_t>& source_version) const;
    /// Answers whether anything was new.
    bool add_parts(const ports::ingest_item& item, ports::comment_facts& stored,
                   const domain::observed_parts& parts);
    void add_revision(const ports::ingest_item& item, ports::comment_facts& stored,
                      const domain::observed_revision& seen);
    void add_flags(const ports::ingest_item& item, const ports::comment_facts& stored,
                   const domain::observed_parts& parts, int revision);
    bool add_report(const ports::ingest_item& item, ports::comment_facts& stored,
                    const domain::observed_report& seen);
    bool add_decision(const ports::ingest_item& item, ports::comment_facts& stored,
                      const domain::observed_decision& seen);
    void touch(const ports::ingest_item& item, ports::comment_facts& stored);

    batch_draft& draft_;
    const environment& env_;
    domain::timestamp now_;
};

} // namespace greffe::service
