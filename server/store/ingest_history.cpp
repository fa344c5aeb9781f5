#include "server/store/ingest_history.hpp"

#include "server/store/row_columns.hpp"
#include "server/store/sql_row.hpp"

#include <boost/json/serialize.hpp>

#include <map>
#include <type_traits>

namespace greffe::store {

namespace {

using namespace service::ports;

bool is_history(const ingest_item& item) {
    const auto of = [](const auto& asked) {
        using asks = std::decay_t<decltype(asked)>;
        if constexpr (std::is_same_v<asks, submission>)
            return asked.comment.screen == domain::screening::history;
        else if constexpr (std::is_same_v<asks, edition>)
            return asked.screen == domain::screening::history;
        else
            return std::is_same_v<asks, testimony>;
    };
    return std::visit(of, item.asks);
}

void add_to(past_facts& past, const sql_row& row) {
    const auto kind = row.view("kind");
    if (kind == "revision") {
        past.revisions.push_back({row.text("body_hash"), row.optional_time("edited_at"),
                                  row.optional_number<std::int64_t>("source_version")});
    } else if (kind == "report") {
        past.reports.insert(domain::uuid::parse(row.view("id")).value());
        if (const auto reporter = row.optional_text("reporter"))
            past.reporters.emplace(row.number<int>("revision"), *reporter);
    } else {
        past.decisions.insert(domain::uuid::parse(row.view("id")).value());
    }
}

void insert_flags(transaction& tx, const history_rows& history) {
    row_columns<pg::uuid, pg::uuid, pg::integer, pg::text, pg::bigint, pg::text, pg::text, pg::integer,
                pg::text, pg::jsonb>
        rows;
    for (const auto& row : history.flags)
        rows.add(row.site, row.comment, row.seen.revision, row.seen.rule, row.seen.ruleset_version,
                 row.seen.mode, row.seen.action, row.seen.score, row.seen.policy,
                 boost::json::serialize(row.seen.spans));
    rows.run(tx, sql::insert_flags);
}

void insert_reports(transaction& tx, const history_rows& history) {
    std::map<external_key, domain::uuid> readers;
    row_columns<pg::uuid, pg::uuid, pg::uuid, pg::integer, pg::text, pg::text, pg::text, pg::text,
                pg::timestamptz, pg::text, pg::integer>
        rows;
    for (const auto& row : history.reports) {
        const auto& said = row.seen.said;
        if (said.reporter) readers.emplace(external_key{row.site, *said.reporter}, row.fresh_reader);
        rows.add(row.site, row.id, row.comment, row.revision, said.reporter, to_string(said.kind),
                 said.reason, said.text, row.received_at, to_string(row.seen.outcome), row.seen.weight);
    }
    row_columns<pg::uuid, pg::uuid, pg::text> fresh;
    for (const auto& [reader, id] : readers) fresh.add(reader.first, id, reader.second);
    fresh.run(tx, sql::insert_readers);
    rows.run(tx, sql::insert_observed_reports);
}

void insert_decisions(transaction& tx, const history_rows& history) {
    row_columns<pg::uuid, pg::uuid, pg::uuid, pg::integer, pg::text, pg::text, pg::text, pg::text, pg::jsonb,
                pg::uuid, pg::text, pg::timestamptz, pg::text, pg::text, pg::text, pg::bigint>
        rows;
    for (const auto& row : history.decisions) {
        const auto& seen = row.seen;
        rows.add(row.site, row.id, row.comment, row.revision, to_string(seen.action), seen.reason, seen.note,
                 seen.policy, boost::json::serialize(seen.sanctions), seen.batch, seen.decider,
                 seen.decided_at, to_string(seen.status_before), to_string(seen.status_after),
                 seen.case_before, row.seq);
    }
    rows.run(tx, sql::insert_observed_decisions);
}

} // namespace

void read_past(transaction& tx, ingest_items items, batch_facts& known) {
    std::map<domain::comment_id, past_facts*> wanted;
    sql_array sites, comments;
    for (const auto* item : items) {
        const auto stored = known.comments.find({item->site, item->external_id});
        if (stored == known.comments.end() || stored->second.past || !is_history(*item)) continue;
        wanted.emplace(stored->second.id, &stored->second.past.emplace());
        sites.add(item->site);
        comments.add(stored->second.id);
    }
    if (wanted.empty()) return;
    for (const auto& found : tx.exec(sql::select_past, sites, comments)) {
        const sql_row row(found);
        add_to(*wanted.at(row.id<domain::comment_id>("comment_id")), row);
    }
}

void insert_history(transaction& tx, const history_rows& rows) {
    insert_flags(tx, rows);
    insert_reports(tx, rows);
    insert_decisions(tx, rows);
    row_columns<pg::uuid, pg::uuid, pg::integer> immune;
    for (const auto& row : rows.immunities) immune.add(row.site, row.comment, row.revision);
    immune.run(tx, sql::update_immune_revisions);
}

} // namespace greffe::store
