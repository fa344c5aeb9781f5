// The two halves of a change of the review, within one transaction: lock and read, then write.
#pragma once
#include "server/service/ports/review_store.hpp"
#include "server/store/transaction.hpp"

#include <optional>

namespace greffe::store {

/// Locks thread, comment and case, in that order, and reads what a step may know; nullopt: no such comment.
std::optional<service::ports::locked_rows> lock_rows(transaction& tx,
                                                     const service::ports::review_request& request);

/// Precondition: `known` was read, and its rows locked, in this transaction.
void write_change(transaction& tx, const service::ports::locked_rows& known,
                  const service::ports::review_change& change);

} // namespace greffe::store
