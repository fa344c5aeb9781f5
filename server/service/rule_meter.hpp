// Counts, beside the batches and without the database, what the rules judged and which of them hit: for the
// guards over young rules, and for the totals of a day. What is counted was committed. Thread-safe.
#pragma once
#include "server/service/ports/ingest_store.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>

namespace greffe::service {

/// By site and version of its ruleset.
struct rule_counts {
    struct of_ruleset {
        std::shared_ptr<const active_ruleset> by;
        std::int64_t texts = 0;                     ///< judged: comments and edits
        std::map<std::string, std::int64_t> hits{}; ///< of live rules for comments
    };
    std::map<std::pair<domain::site_id, std::int64_t>, of_ruleset> rulesets;

    void add(const rule_counts& more);
    bool empty() const { return rulesets.empty(); }
};

/// What one batch adds. Pure. Precondition: `judged` was made of `items`.
rule_counts counts_of(std::span<const ports::ingest_item* const> items, const ports::judged_batch& judged);

class rule_meter {
  public:
    void add(const rule_counts& batch);
    /// All since the last take().
    rule_counts take();

  private:
    std::mutex mutex_;
    rule_counts since_;
};

} // namespace greffe::service
