// What a batch's rulesets ask of other comments: its locks, which are the first of the transaction, its
// answers, and what the batch leaves behind for later ones. Costs nothing when no ruleset asks.
#pragma once
#include "server/store/ingest_transaction.hpp"

#include <map>

namespace greffe::store {

using counted_sites = std::map<domain::site_id, service::ports::counted_site>;

/// The sites whose rulesets ask for something; empty: none does. Takes the locks under which nobody else
/// counts by the same keys.
counted_sites lock_marks(transaction& tx, ingest_items items);

/// One round trip, none when nothing is asked. Precondition: the locks of lock_and_read_facts are held, and
/// `facts` is what it read.
void read_marks(transaction& tx, ingest_items items, counted_sites counted,
                service::ports::batch_facts& facts);

void insert_marks(transaction& tx, const service::ports::mark_rows& rows);

} // namespace greffe::store
