#include "server/store/review_transaction.hpp"

#include "server/store/case_columns.hpp"
#include "server/store/event_rows.hpp"
#include "server/store/report_facts.hpp"
#include "server/store/review_rows.hpp"
#include "server/store/sql_row.hpp"

#include <initializer_list>

namespace greffe::store {

namespace ports = service::ports;

namespace {

pqxx::result lock_thread(transaction& tx, const ports::comment_reference& reference) {
    if (const auto* natural = std::get_if<ports::comment_by_external_id>(&reference))
        return tx.exec(sql::lock_thread_of_external_id, natural->site, natural->external_id);
    const auto& by_id = std::get<ports::comment_by_id>(reference);
    return tx.exec(sql::lock_thread_of_comment, by_id.id, by_id.within);
}

/// The statements for many rows take a column as an array; here it has one value.
template <class T>
sql_array column(const T& value) {
    sql_array single;
    single.add(value);
    return single;
}

void write_case(transaction& tx, const ports::locked_rows& known, const ports::review_case_row& review) {
    const auto holder = review.held ? std::optional(review.held->holder) : std::nullopt;
    const auto until = review.held ? std::optional(review.held->until) : std::nullopt;
    const deadline_columns deadline(review.deadline);
    tx.exec(sql::upsert_cases, column(known.site), column(known.comment),
            column(domain::to_string(review.state)), column(review.version),
            column(domain::to_string(review.cause)), column(review.priority), column(review.report_count),
            column(review.opened_at), column(holder), column(until), column(deadline.at),
            column(deadline.then), column(deadline.missed_at));
}

void write_report(transaction& tx, const ports::locked_rows& known, const ports::review_report_row& row) {
    std::optional<domain::uuid> reader;
    if (row.report.reporter) {
        const auto stored = tx.exec(sql::upsert_reader, known.site, row.fresh_reader, *row.report.reporter);
        reader = domain::uuid::parse(sql_row(stored.at(0)).view("reader_id"));
    }
    tx.exec(sql::insert_report, known.site, row.id, known.comment, row.revision, reader,
            domain::to_string(row.report.kind), row.report.reason, row.report.text, known.now,
            domain::to_string(row.outcome), row.weight);
    write_report_flags(tx, known, row);
    if (const auto& notice = row.report.illegal_notice)
        tx.exec(sql::insert_notice, known.site, row.id, notice->explanation, notice->name, notice->email,
                notice->bona_fide);
}

void write_decision(transaction& tx, const ports::locked_rows& known,
                    const service::decision_view& decision) {
    tx.exec(sql::insert_decision, known.site, decision.id, known.comment, decision.revision,
            domain::to_string(decision.action), decision.reason, decision.note, decision.policy,
            decision.decider, decision.decided_at, domain::to_string(decision.status_before),
            domain::to_string(decision.status_after), domain::to_string(known.review->state), known.next_seq);
}

void write_events(transaction& tx, const ports::locked_rows& known,
                  const std::vector<ports::review_event>& events) {
    std::vector<ports::event_row> rows;
    auto seq = known.next_seq;
    for (const auto& event : events)
        rows.push_back({known.site, known.article, seq++, known.comment, event.kind, known.now,
                        event.sealed.bytes, event.sealed.salts});
    insert_events(tx, rows);
}

int published(domain::comment_status status) {
    return status == domain::comment_status::published ? 1 : 0;
}

} // namespace

std::optional<ports::locked_rows> lock_rows(transaction& tx, const ports::review_request& request) {
    const auto thread = lock_thread(tx, request.comment);
    if (thread.empty()) return std::nullopt;
    const sql_row place(thread.at(0));
    ports::locked_rows known;
    known.site = place.id<domain::site_id>("site_id");
    known.article = place.id<domain::article_id>("article_id");
    known.comment = place.id<domain::comment_id>("comment_id");
    known.next_seq = place.number<std::int64_t>("next_seq");

    const auto comment = tx.exec(sql::lock_comment, known.site, known.comment);
    const sql_row state(comment.at(0));
    if (state.id<domain::article_id>("article_id") != known.article)
        throw lost_race("the comment went to another thread while its thread's lock was waited for");
    known.revision = state.number<int>("revision");
    known.state = {.status = state.named("status", domain::parse_comment_status),
                   .public_revision = state.optional_number<int>("public_revision"),
                   .immune_revision = state.optional_number<int>("immune_revision")};

    const auto review = tx.exec(sql::lock_case, known.site, known.comment);
    if (!review.empty()) known.review = case_row_from(sql_row(review.at(0)));

    const int reported = ports::reported_revision(known, request.reported);
    const auto read = tx.exec(sql::select_review_facts, known.site, known.comment, reported, request.reader);
    const sql_row facts(read.at(0));
    known.now = facts.time("now");
    if (!facts.is_null("action"))
        known.decided = ports::locked_rows::last_decision{
            .action = facts.named("action", domain::parse_decision_action), .at = facts.time("decided_at")};
    if (!facts.is_null("report_id")) known.reported_before = receipt_from(facts);
    known.standing = facts.optional_number<double>("standing");
    known.discounted = facts.number<int>("discounted");
    known.weighing = facts.number<std::int64_t>("weighing");
    if (request.rules && !known.reported_before)
        known.asked = read_reported_facts(tx, known, reported, request.rules);
    return known;
}

void write_change(transaction& tx, const ports::locked_rows& known, const ports::review_change& change) {
    if (change.comment)
        tx.exec(sql::update_comment_state, known.site, known.comment,
                domain::to_string(change.comment->status), change.comment->public_revision,
                change.comment->immune_revision);
    if (change.review) write_case(tx, known, *change.review);
    if (change.report) write_report(tx, known, *change.report);
    if (change.decision) write_decision(tx, known, *change.decision);
    if (change.pending_reports)
        tx.exec(sql::settle_reports, known.site, known.comment, domain::to_string(*change.pending_reports));
    if (change.events.empty()) return;
    write_events(tx, known, change.events);
    const int published_added =
        change.comment ? published(change.comment->status) - published(known.state.status) : 0;
    tx.exec(sql::update_threads, column(known.site), column(known.article),
            column(known.next_seq + static_cast<std::int64_t>(change.events.size())), column(0),
            column(published_added));
}

} // namespace greffe::store
