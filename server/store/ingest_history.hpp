// The parts of a batch that only history has: what is stored of a comment's past, and the rows beside
// comments and revisions. Used inside the batch's transaction.
#pragma once
#include "server/store/ingest_transaction.hpp"

namespace greffe::store {

/// Adds to `known` the past of the stored comments that items of history name. Precondition: their locks are
/// held.
void read_past(transaction& tx, ingest_items items, service::ports::batch_facts& known);

/// Precondition: comments and events of the batch are inserted.
void insert_history(transaction& tx, const service::ports::history_rows& rows);

} // namespace greffe::store
