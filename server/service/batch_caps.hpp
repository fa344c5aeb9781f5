// Daily caps while a batch is judged: each item sees what the items before it used up. Used by judge_batch
// alone. Not thread-safe.
#pragma once
#include "rules/engine/facts.hpp"
#include "rules/engine/verdict.hpp"
#include "server/service/ports/ingest_store.hpp"

#include <map>
#include <vector>

namespace greffe::service {

class batch_caps {
  public:
    explicit batch_caps(const ports::batch_facts& known) : known_(known.caps) {}

    /// Adds the item's rules whose cap is spent to facts::throttled.
    void tell(const ports::ingest_item& item, rules::facts& into) const;
    /// The verdict counts: its capped rules have acted, but for those that were held back.
    void note(const ports::ingest_item& item, const rules::verdict& verdict);
    std::vector<ports::cap_row> finish() const;

  private:
    const ports::cap_uses& known_;
    std::map<ports::capped_rule, ports::cap_row> acted_;
};

} // namespace greffe::service
