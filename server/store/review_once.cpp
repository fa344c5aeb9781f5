#include "server/store/review_once.hpp"

#include "server/store/sql_row.hpp"

#include <boost/json/serialize.hpp>

namespace greffe::store {

domain::result<std::optional<boost::json::object>> first_answer(transaction& tx,
                                                                const service::ports::once_key& once) {
    const std::string_view fingerprint(reinterpret_cast<const char*>(once.fingerprint.data()),
                                       once.fingerprint.size());
    if (!tx.exec(sql::insert_idempotency, once.scope, once.who, once.key, to_bytea(fingerprint)).empty())
        return std::optional<boost::json::object>{};
    const auto stored = tx.exec(sql::select_idempotency, once.scope, once.who, once.key);
    const sql_row row(stored.at(0));
    if (row.bytes("fingerprint") != fingerprint)
        return domain::fail(domain::errc::idempotency_key_reused, "Idempotency-Key",
                            "this key came with another request before");
    return std::optional(row.json("answer").as_object());
}

void keep_answer(transaction& tx, const service::ports::once_key& once, const boost::json::object& answer) {
    tx.exec(sql::update_idempotency, once.scope, once.who, once.key, boost::json::serialize(answer));
}

} // namespace greffe::store
