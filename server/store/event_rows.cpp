#include "server/store/event_rows.hpp"

namespace greffe::store {

void insert_events(transaction& tx, std::span<const service::ports::event_row> events) {
    event_columns(events).run(tx, sql::insert_events);
}

row_columns<8> event_columns(std::span<const service::ports::event_row> events) {
    row_columns<8> rows;
    for (const auto& event : events)
        rows.add(event.site, event.article, event.seq, event.comment, event.kind, event.at, event.leaf,
                 event.salts);
    return rows;
}

} // namespace greffe::store
