#include "server/store/export_store_pg.hpp"

#include "server/store/export_rows.hpp"
#include "server/store/transaction.hpp"

#include <chrono>
#include <unordered_map>

namespace greffe::store {

namespace {

using domain::errc;
using domain::fail;

// Sorting a great thread is one statement; the chunks that follow are cheap.
constexpr std::chrono::minutes statement_timeout{2};

/// Opens a cursor and hands each of its chunks to `take(const pqxx::result&)`. A chunk is as long as its
/// FETCH says.
template <class Take>
void in_chunks(transaction& tx, const sql::query& declare, const sql::query& fetch,
               const archive::archived_article& article, Take take) {
    tx.exec(declare, article.site, article.id);
    for (auto chunk = tx.exec(fetch); !chunk.empty(); chunk = tx.exec(fetch)) take(chunk);
}

/// Reads one kind of rows of the chunk's comments and hands each to the comment it belongs to.
template <class Part, class Read>
void attach(transaction& tx, const sql::query& select, domain::site_id site, const sql_array& ids,
            std::unordered_map<std::string, archive::archived_comment*>& by_id,
            std::vector<Part> archive::archived_comment::* parts, Read read) {
    for (const auto& row : tx.exec(select, site, ids))
        (by_id.at(row["comment_id"].c_str())->*parts).push_back(read(sql_row(row)));
}

void write_comments(transaction& tx, domain::site_id site, const pqxx::result& chunk,
                    archive::thread_writer& into) {
    std::vector<archive::archived_comment> comments;
    comments.reserve(static_cast<std::size_t>(chunk.size()));
    std::unordered_map<std::string, archive::archived_comment*> by_id;
    sql_array ids;
    for (const auto& row : chunk) {
        auto& comment = comments.emplace_back(archived_comment_from(sql_row(row)));
        by_id.emplace(row["comment_id"].c_str(), &comment);
        ids.add(comment.id);
    }
    using archive::archived_comment;
    attach(tx, sql::select_export_revisions, site, ids, by_id, &archived_comment::revisions,
           archived_revision_from);
    attach(tx, sql::select_export_flags, site, ids, by_id, &archived_comment::flags, archived_flag_from);
    attach(tx, sql::select_export_reports, site, ids, by_id, &archived_comment::reports,
           archived_report_from);
    attach(tx, sql::select_export_decisions, site, ids, by_id, &archived_comment::decisions,
           archived_decision_from);
    for (const auto& comment : comments) into.comment(comment);
}

domain::result<void> write_thread(pqxx::connection& connection, const domain::principal& who,
                                  domain::article_id id, archive::thread_writer& into) {
    transaction tx(connection, transaction::kind::snapshot, statement_timeout);
    const auto found = tx.exec(sql::select_export_article, id, who.site);
    if (found.empty()) return fail(errc::not_found, "article", "no article has this id");
    const auto article = archived_article_from(sql_row(found[0]));

    into.article(article);
    in_chunks(tx, sql::declare_export_article_revisions, sql::fetch_export_article_revisions, article,
              [&](const pqxx::result& chunk) {
                  for (const auto& row : chunk)
                      into.article_revision(archived_article_revision_from(sql_row(row)));
              });
    in_chunks(tx, sql::declare_export_captures, sql::fetch_export_captures, article,
              [&](const pqxx::result& chunk) {
                  for (const auto& row : chunk) into.capture(archived_capture_from(sql_row(row)));
              });
    in_chunks(tx, sql::declare_export_comments, sql::fetch_export_comments, article,
              [&](const pqxx::result& chunk) { write_comments(tx, article.site, chunk, into); });
    in_chunks(tx, sql::declare_export_events, sql::fetch_export_events, article,
              [&](const pqxx::result& chunk) {
                  for (const auto& row : chunk) into.event(archived_event_from(sql_row(row)));
              });
    into.end();
    tx.commit();
    return {};
}

} // namespace

boost::asio::awaitable<domain::result<void>> export_store_pg::read_thread(domain::principal who,
                                                                          domain::article_id article,
                                                                          archive::thread_writer& into) {
    auto read = [who = std::move(who), article, &into](pqxx::connection& connection) {
        return write_thread(connection, who, article, into);
    };
    co_return co_await pool_.run(std::move(read));
}

} // namespace greffe::store
