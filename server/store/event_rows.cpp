#include "server/store/event_rows.hpp"

#include "server/store/row_columns.hpp"

namespace greffe::store {

void insert_events(transaction& tx, std::span<const service::ports::event_row> events) {
    row_columns<8> rows;
    for (const auto& event : events)
        rows.add(event.site, event.article, event.seq, event.comment, event.kind, event.at, event.leaf,
                 event.salts);
    rows.run(tx, sql::insert_events);
}

} // namespace greffe::store
