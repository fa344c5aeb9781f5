#include "server/store/ingest_transaction.hpp"

#include "server/store/ingest_caps.hpp"
#include "server/store/ingest_history.hpp"
#include "server/store/ingest_marks.hpp"

namespace greffe::store {

std::vector<ingest_outcome> write_batch(dedicated_connection& connection, ingest_items items,
                                        const service::ports::batch_judge& judge) {
    transaction tx(connection);
    auto counted = lock_marks(tx, items);
    auto facts = lock_and_read_facts(tx, items);
    read_past(tx, items, facts);
    read_marks(tx, items, std::move(counted), facts);
    read_caps(tx, items, facts);
    auto judged = judge(items, facts);
    insert_rows(tx, judged);
    insert_history(tx, judged.history);
    insert_marks(tx, judged.marks);
    add_caps(tx, judged.caps);
    tx.commit();
    return std::move(judged.outcomes);
}

} // namespace greffe::store
