#include "server/store/ingest_transaction.hpp"

namespace greffe::store {

std::vector<ingest_outcome> write_batch(pqxx::connection& connection, ingest_items items,
                                        const service::ports::batch_judge& judge) {
    transaction tx(connection);
    const auto facts = lock_and_read_facts(tx, items);
    auto judged = judge(items, facts);
    insert_rows(tx, judged);
    tx.commit();
    return std::move(judged.outcomes);
}

} // namespace greffe::store
