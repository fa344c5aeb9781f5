#include "server/store/event_rows.hpp"

namespace greffe::store {

namespace {

std::optional<std::string> json_of(const std::map<std::string, archive::salt>& salts) {
    return salts.empty() ? std::nullopt : std::optional(archive::salts_json(salts));
}

} // namespace

void insert_events(transaction& tx, std::span<const service::ports::event_row> events) {
    event_columns(events).run(tx, sql::insert_events);
}

event_row_columns event_columns(std::span<const service::ports::event_row> events) {
    event_row_columns rows;
    for (const auto& event : events)
        rows.add(event.site, event.article, event.seq, event.comment, event.kind, event.at, event.leaf,
                 json_of(event.salts));
    return rows;
}

} // namespace greffe::store
