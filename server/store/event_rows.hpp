// Writes events: leaf, salts, and their place in the outbox. Precondition: the threads are locked, and the
// caller moves next_seq past them in the same transaction.
#pragma once
#include "server/service/ports/event_row.hpp"
#include "server/store/transaction.hpp"

#include <span>

namespace greffe::store {

void insert_events(transaction& tx, std::span<const service::ports::event_row> events);

} // namespace greffe::store
