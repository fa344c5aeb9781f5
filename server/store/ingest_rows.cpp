#include "server/domain/records.hpp"
#include "server/store/event_rows.hpp"
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

std::string spans_of(const rules::rule_match& match) {
    boost::json::array spans;
    for (const auto& span : match.spans)
        spans.push_back({{"field", rules::to_string(span.field)}, {"begin", span.begin}, {"end", span.end}});
    return boost::json::serialize(spans);
}

void insert_authors(transaction& tx, const judged_batch& batch) {
    if (batch.authors.empty()) return;
    row_columns<4> rows;
    for (const auto& author : batch.authors)
        rows.add(author.site, author.id, to_string(author.presence), author.natural_key);
    rows.run(tx, sql::insert_authors, {to_sql(batch.comments.front().received_at)});
}

void insert_comments(transaction& tx, const judged_batch& batch) {
    row_columns<15> rows;
    for (const auto& comment : batch.comments)
        rows.add(comment.site, comment.id, comment.article, comment.external_id, comment.parent, comment.root,
                 to_string(comment.presence), comment.author_key, comment.posted.utc,
                 words_of(comment.posted), comment.received_at, to_string(comment.screen),
                 to_string(comment.status), comment.revision, comment.public_revision);
    if (rows.run(tx, sql::insert_comments) != batch.comments.size())
        throw lost_race("another writer took an external id of this batch");
}

void update_comments(transaction& tx, const judged_batch& batch) {
    row_columns<5> rows;
    for (const auto& change : batch.changes)
        rows.add(change.site, change.id, to_string(change.status), change.revision, change.public_revision);
    rows.run(tx, sql::update_comments);
}

void insert_revisions(transaction& tx, const judged_batch& batch) {
    row_columns<8> rows;
    for (const auto& revision : batch.revisions)
        rows.add(revision.site, revision.comment, revision.revision, revision.body, revision.pseudonym,
                 revision.edited_at, revision.source_version, revision.received_at);
    rows.run(tx, sql::insert_revisions);
}

void insert_addresses(transaction& tx, const judged_batch& batch) {
    row_columns<4> rows;
    for (const auto& address : batch.addresses)
        rows.add(address.site, address.comment, address.address, address.received_at);
    rows.run(tx, sql::insert_addresses);
}

void insert_flags(transaction& tx, const judged_batch& batch) {
    row_columns<10> rows;
    for (const auto& flag : batch.flags)
        rows.add(flag.site, flag.comment, flag.revision, flag.match.rule, flag.ruleset_version,
                 rules::to_string(flag.match.mode), rules::to_string(flag.match.does), flag.match.score,
                 flag.match.policy, spans_of(flag.match));
    rows.run(tx, sql::insert_flags);
}

void upsert_cases(transaction& tx, const judged_batch& batch) {
    row_columns<10> rows;
    for (const auto& row : batch.cases) {
        const auto& after = row.after;
        const auto holder = after.held ? std::optional(after.held->holder) : std::nullopt;
        const auto until = after.held ? std::optional(after.held->until) : std::nullopt;
        rows.add(row.site, row.comment, to_string(after.state), after.version, to_string(after.cause),
                 after.priority, after.report_count, after.opened_at, holder, until);
    }
    rows.run(tx, sql::upsert_cases);
}

void update_threads(transaction& tx, const judged_batch& batch) {
    row_columns<5> rows;
    for (const auto& thread : batch.threads)
        rows.add(thread.site, thread.article, thread.next_seq, thread.comments_added, thread.published_added);
    rows.run(tx, sql::update_threads);
}

} // namespace

void insert_rows(transaction& tx, const judged_batch& batch) {
    insert_authors(tx, batch);
    insert_comments(tx, batch);
    update_comments(tx, batch);
    insert_revisions(tx, batch);
    insert_addresses(tx, batch);
    insert_flags(tx, batch);
    upsert_cases(tx, batch);
    insert_events(tx, batch.events);
    update_threads(tx, batch);
}

} // namespace greffe::store
