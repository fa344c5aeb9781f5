// Writes events: leaf, salts, and their place in the outbox. Precondition: the threads are locked, and the
// caller moves next_seq past them in the same transaction.
#pragma once
#include "server/service/ports/event_row.hpp"
#include "server/store/row_columns.hpp"

#include <span>

namespace greffe::store {

void insert_events(transaction& tx, std::span<const service::ports::event_row> events);

/// The columns of insert_events, for a statement that writes more than events.
using event_row_columns =
    row_columns<pg::uuid, pg::uuid, pg::bigint, pg::uuid, pg::text, pg::timestamptz, pg::bytea, pg::jsonb>;
event_row_columns event_columns(std::span<const service::ports::event_row> events);

} // namespace greffe::store
