// Daily caps of rules in a batch's transaction. Costs nothing while no ruleset has one, and a lock only when
// a capped rule acts.
#pragma once
#include "server/store/ingest_transaction.hpp"

namespace greffe::store {

/// How often each capped rule of the batch's rulesets has acted today. Precondition: `facts.now` is read.
void read_caps(transaction& tx, ingest_items items, service::ports::batch_facts& facts);

/// Adds what the batch used. Throws lost_race when another transaction used up what this one counted on, or
/// the day has changed: judged again, it sees that. The last rows that a batch locks.
void add_caps(transaction& tx, const std::vector<service::ports::cap_row>& rows);

} // namespace greffe::store
