// Calls that happen once: the key is reserved before anything else in the transaction, and the answer stored
// beside it. Two requests under one key follow one another, because the second waits for the first one's row.
#pragma once
#include "server/domain/error.hpp"
#include "server/service/ports/review_store.hpp"
#include "server/store/transaction.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace greffe::store {

/// The first answer under this key, or nullopt: the key is this transaction's now. Error:
/// idempotency_key_reused.
domain::result<std::optional<boost::json::object>> first_answer(transaction& tx,
                                                                const service::ports::once_key& once);
/// Precondition: the key was reserved in this transaction.
void keep_answer(transaction& tx, const service::ports::once_key& once, const boost::json::object& answer);

/// Rolls back what a call has written so far, its key included, and carries the reason out of the
/// transaction.
struct refused_in_transaction {
    domain::error why;
};

/// Runs `f(transaction&) -> result<json::object>` in a transaction, at most once under `once`; an error rolls
/// back.
template <class F>
domain::result<boost::json::object> transact_once(pqxx::connection& connection,
                                                  const std::optional<service::ports::once_key>& once, F f) {
    try {
        return in_transaction(connection, [&](transaction& tx) -> boost::json::object {
            if (once) {
                auto first = first_answer(tx, *once);
                if (!first) throw refused_in_transaction{first.error()};
                if (*first) return **first;
            }
            auto answer = f(tx);
            if (!answer) throw refused_in_transaction{answer.error()};
            if (once) keep_answer(tx, *once, *answer);
            return *answer;
        });
    } catch (const refused_in_transaction& refused) {
        return refused.why;
    }
}

} // namespace greffe::store
