#include "server/domain/records.hpp"
#include "server/store/case_columns.hpp"
#include "server/store/event_rows.hpp"
#include "server/store/flag_spans.hpp"
#include "server/store/ingest_transaction.hpp"
#include "server/store/row_columns.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace greffe::store {

namespace {

using namespace service::ports;

/// An exact time needs no words beside its column.
std::optional<std::string> words_of(const domain::posted_time& posted) {
    domain::posted_time plain;
    plain.utc = posted.utc;
    if (posted == plain) return std::nullopt;
    return boost::json::serialize(domain::to_json(posted));
}

void insert_authors(transaction& tx, const judged_batch& batch) {
    if (batch.authors.empty()) return;
    row_columns<pg::uuid, pg::uuid, pg::text, pg::text> rows;
    for (const auto& author : batch.authors)
        rows.add(author.site, author.id, to_string(author.presence), author.natural_key);
    rows.run(tx, sql::insert_authors, {to_sql(batch.comments.front().received_at)});
}

void insert_comments(transaction& tx, const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid, pg::uuid, pg::text, pg::uuid, pg::uuid, pg::text, pg::text,
                pg::timestamptz, pg::jsonb, pg::timestamptz, pg::text, pg::text, pg::integer, pg::integer>
        rows;
    for (const auto& comment : batch.comments)
        rows.add(comment.site, comment.id, comment.article, comment.external_id, comment.parent, comment.root,
                 to_string(comment.presence), comment.author_key, comment.posted.utc,
                 words_of(comment.posted), comment.received_at, to_string(comment.screen),
                 to_string(comment.status), comment.revision, comment.public_revision);
    if (rows.run(tx, sql::insert_comments) != batch.comments.size())
        throw lost_race("another writer took an external id of this batch");
}

void update_comments(transaction& tx, const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid, pg::text, pg::integer, pg::integer, pg::bigint, pg::timestamptz,
                pg::bigint, pg::text>
        rows;
    for (const auto& change : batch.changes) {
        const auto version = change.removed ? change.removed->version : std::nullopt;
        const auto from = change.removed ? std::optional(to_string(change.removed->from)) : std::nullopt;
        rows.add(change.site, change.id, to_string(change.status), change.revision, change.public_revision,
                 change.newest_version, change.newest_edit, version, from);
    }
    rows.run(tx, sql::update_comments);
}

std::optional<std::string> packed(const std::map<std::string, archive::salt>& salts) {
    return salts.empty() ? std::nullopt : std::optional(archive::pack(salts));
}

auto revision_columns(const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid, pg::integer, pg::text, pg::text, pg::timestamptz, pg::bigint,
                pg::timestamptz, pg::bytea>
        rows;
    for (const auto& revision : batch.revisions)
        rows.add(revision.site, revision.comment, revision.revision, revision.body, revision.pseudonym,
                 revision.edited_at, revision.source_version, revision.received_at, packed(revision.salts));
    return rows;
}

void insert_addresses(transaction& tx, const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid, pg::text, pg::timestamptz> rows;
    for (const auto& address : batch.addresses)
        rows.add(address.site, address.comment, address.address, address.received_at);
    rows.run(tx, sql::insert_addresses);
}

auto flag_columns(const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid, pg::integer, pg::text, pg::bigint, pg::text, pg::text, pg::integer,
                pg::text, pg::jsonb>
        rows;
    for (const auto& flag : batch.flags)
        rows.add(flag.site, flag.comment, flag.revision, flag.match.rule, flag.ruleset_version,
                 rules::to_string(flag.match.mode), rules::to_string(flag.match.does), flag.match.score,
                 flag.match.policy, spans_of(flag.match));
    return rows;
}

void upsert_cases(transaction& tx, const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid, pg::text, pg::bigint, pg::text, pg::integer, pg::integer, pg::timestamptz,
                pg::uuid, pg::timestamptz, pg::timestamptz, pg::text, pg::timestamptz>
        rows;
    for (const auto& row : batch.cases) {
        const auto& after = row.after;
        const deadline_columns deadline(after.deadline);
        const auto holder = after.held ? std::optional(after.held->holder) : std::nullopt;
        const auto until = after.held ? std::optional(after.held->until) : std::nullopt;
        rows.add(row.site, row.comment, to_string(after.state), after.version, to_string(after.cause),
                 after.priority, after.report_count, after.opened_at, holder, until, deadline.at,
                 deadline.then, deadline.missed_at);
    }
    rows.run(tx, sql::upsert_cases);
}

void settle_reports(transaction& tx, const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid> rows;
    for (const auto& [site, comment] : batch.moot_reports) rows.add(site, comment);
    rows.run(tx, sql::settle_moot_reports);
}

auto thread_columns(const judged_batch& batch) {
    row_columns<pg::uuid, pg::uuid, pg::bigint, pg::bigint, pg::bigint> rows;
    for (const auto& thread : batch.threads)
        rows.add(thread.site, thread.article, thread.next_seq, thread.comments_added, thread.published_added);
    return rows;
}

void insert_trail(transaction& tx, const judged_batch& batch) {
    statement_values parameters;
    revision_columns(batch).append_to(parameters);
    flag_columns(batch).append_to(parameters);
    event_columns(batch.events).append_to(parameters);
    thread_columns(batch).append_to(parameters);
    tx.run(sql::insert_trail, parameters);
}

} // namespace

void insert_rows(transaction& tx, const judged_batch& batch) {
    insert_authors(tx, batch);
    insert_comments(tx, batch);
    update_comments(tx, batch);
    insert_addresses(tx, batch);
    upsert_cases(tx, batch);
    settle_reports(tx, batch);
    // A change of a comment moves its thread on.
    if (!batch.threads.empty()) insert_trail(tx, batch);
}

} // namespace greffe::store
