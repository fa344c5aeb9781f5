// One batch of ingest items as one transaction: resolves natural keys, locks threads, comments, cases in that
// order, reads the facts, calls the judge, inserts its rows table by table. Locks, facts and rows have a file
// each.
#pragma once
#include "server/service/ports/ingest_store.hpp"
#include "server/store/transaction.hpp"

#include <span>
#include <vector>

namespace greffe::store {

using ingest_items = std::span<const service::ports::ingest_item* const>;
using ingest_outcome = domain::result<service::submit_answer>;

/// One outcome an item, committed. Throws lost_race, or what libpqxx throws; then nothing is stored, or it is
/// in doubt.
std::vector<ingest_outcome> write_batch(dedicated_connection& connection, ingest_items items,
                                        const service::ports::batch_judge& judge);

/// What the judge needs to know, read under the locks that this takes.
service::ports::batch_facts lock_and_read_facts(transaction& tx, ingest_items items);

/// Precondition: the locks of lock_and_read_facts are held.
void insert_rows(transaction& tx, const service::ports::judged_batch& rows);

} // namespace greffe::store
